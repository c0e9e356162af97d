import { open } from 'node:fs/promises'
import { invalid } from './imported-dataset'

const headBytes = 64 * 1024

/**
 * The first 64 KiB of a file as text, without a byte-order mark. Throws IMPORT_INVALID when the
 * file cannot be opened or is not UTF-8 text.
 */
export async function readHead(path: string): Promise<string> {
  const bytes = await readBytes(path)
  try {
    // The end of the head may cut a letter in two; the end of the file may not.
    const stream = bytes.length === headBytes
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream })
    if (!text.includes('\0')) return text
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
  }
  throw invalid(path, 'This is not UTF-8 text; save it as UTF-8.')
}

async function readBytes(path: string): Promise<Uint8Array> {
  const file = await open(path).catch((error: unknown) => {
    throw invalid(path, `The file cannot be read (${String(error)}).`)
  })
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(headBytes), 0, headBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
