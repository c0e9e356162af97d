import { open } from 'node:fs/promises'

const headBytes = 64 * 1024

/** The first 64 KiB of a file as text, without a byte-order mark. */
export async function readHead(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    return buffer.toString('utf8', 0, bytesRead).replace(/^\uFEFF/, '')
  } finally {
    await file.close()
  }
}
