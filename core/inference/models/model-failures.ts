import { errnoCode, Failure } from '../../contract/failures'

const noRoom = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
const notAllowed = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'])

const toPlace = 'Free some space and try again; what has arrived is kept.'

/** Runs what writes to `path`: a full disk and a forbidden folder become sentences. */
export async function writing<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (cause) {
    const code = errnoCode(cause) ?? ''
    if (noRoom.has(code)) {
      const message = 'There is no space left on the disk for the model.'
      throw new Failure('DISK_FULL', message, { path, cause, advice: toPlace })
    }
    if (!notAllowed.has(code)) throw cause
    throw new Failure('FOLDER_UNREADABLE', 'The folder of models cannot be written to.', {
      ...{ path, cause },
      advice: 'Give yourself the right to write there, or name another with SINGLET_DATA_DIR.',
    })
  }
}

export function noSpace(path: string, need: number, free: number): Failure {
  const message = `The model needs ${megabytes(need)} on the disk, and ${megabytes(free)} are free.`
  return new Failure('DISK_FULL', message, { path, advice: toPlace })
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`
