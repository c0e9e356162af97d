import type { FileHandle } from 'node:fs/promises'
import { diskFull, errnoCode } from '../store/files'

/** Writes all bytes at a place in a file and waits for the disk. Throws DISK_FULL. */
export async function writeDurably(
  file: FileHandle,
  bytes: Uint8Array,
  position: number,
  path: string,
): Promise<void> {
  try {
    let written = 0
    while (written < bytes.length) {
      const left = bytes.length - written
      written += (await file.write(bytes, written, left, position + written)).bytesWritten
    }
    await file.datasync()
  } catch (error) {
    const noRoom = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(errnoCode(error) ?? '')
    throw noRoom ? diskFull(path, error) : error
  }
}
