import { mkdir, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { errnoCode, Failure } from '../../contract/failures'

const noRoom = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
const notAllowed = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'])

/** Runs what writes to `path`: a full disk and a forbidden folder become sentences. */
export async function onDisk<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (cause) {
    const code = errnoCode(cause) ?? ''
    if (noRoom.has(code)) throw diskFull(path, cause)
    if (!notAllowed.has(code)) throw cause
    throw new Failure('SETUP_IMPOSSIBLE', 'This folder cannot be written to.', {
      advice: 'Give yourself the right to write there, or name another with SINGLET_DATA_DIR.',
      ...{ path, cause },
    })
  }
}

/** Makes the folder, and makes sure that so many bytes fit on its disk. */
export async function requireSpace(folder: string, bytes: number): Promise<void> {
  await onDisk(folder, () => mkdir(folder, { recursive: true }))
  const free = await freeBytes(folder)
  if (free !== null && free < bytes) throw diskFull(folder, undefined, { free, bytes })
}

/** What is free on the disk of a folder that may not be there yet; null when nobody can tell. */
export async function freeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch {
    const above = dirname(folder)
    return above === folder ? null : freeBytes(above)
  }
}

function diskFull(path: string, cause: unknown, need?: { free: number; bytes: number }): Failure {
  const message = need
    ? `It needs ${megabytes(need.bytes)} on the disk, and ${megabytes(need.free)} are free.`
    : 'There is no space left on the disk.'
  return new Failure('DISK_FULL', message, {
    advice: 'Free some space and run it again; what was installed before still works.',
    ...{ path, cause },
  })
}

/** Bytes in words for a message. */
export function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`
}
