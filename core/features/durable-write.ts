import type { FileHandle } from 'node:fs/promises'
import { onDisk } from '../store/files'

/** Writes all bytes at a place in a file and waits for the disk. Throws DISK_FULL. */
export async function writeDurably(
  file: FileHandle,
  bytes: Uint8Array,
  position: number,
  path: string,
): Promise<void> {
  await onDisk(path, async () => {
    let written = 0
    while (written < bytes.length) {
      const left = bytes.length - written
      written += (await file.write(bytes, written, left, position + written)).bytesWritten
    }
    await file.datasync()
  })
}
