import { errnoCode, Failure } from '../contract/failures'

/** A picture that cannot be read, with the reason in plain words. */
export function unreadable(path: string, reason: string, cause?: unknown): Failure {
  return new Failure('IMAGE_UNREADABLE', reason, { path, cause, advice: adviceFor(reason) })
}

export const reasons = {
  empty: 'The file is empty (0 bytes).',
  missing: 'The file is not there any more.',
  notAFile: 'This is not a file.',
  noPermission: 'There is no permission to read the file.',
  notAPicture: 'This is not a picture, whatever its name says.',
  heic: 'HEIC pictures cannot be read.',
  unsupported: 'This kind of picture is not supported.',
  truncated: 'The file is cut off or damaged: part of the picture is missing.',
  tooLarge: 'The picture has more than 268 megapixels.',
  tooManyBytes: 'The file is larger than 2 GB.',
} as const

function adviceFor(reason: string): string {
  if (reason === reasons.heic || reason === reasons.unsupported || reason === reasons.tooLarge)
    return 'Convert it to a smaller JPEG or PNG and rescan.'
  if (reason === reasons.noPermission) return 'Allow reading the file and rescan.'
  return 'Replace the file by a good copy and rescan, or leave it out.'
}

/** Turns what the file system threw about `path` into a failure with a plain reason. */
export function fileProblem(path: string, error: unknown): Failure {
  const code = errnoCode(error)
  if (code === 'ENOENT' || code === 'ENOTDIR') return unreadable(path, reasons.missing, error)
  if (code === 'EACCES' || code === 'EPERM') return unreadable(path, reasons.noPermission, error)
  if (code === 'EISDIR') return unreadable(path, reasons.notAFile, error)
  if (code === 'ERR_FS_FILE_TOO_LARGE') return unreadable(path, reasons.tooManyBytes, error)
  return unreadable(path, `The disk cannot read the file (${messageOf(error)}).`, error)
}

/** Turns what the decoder threw about `path` into a failure with a plain reason. */
export function decodeProblem(path: string, error: unknown): Failure {
  if (error instanceof Failure) return error
  const message = messageOf(error)
  if (/pixel limit|too large|exceeds/i.test(message))
    return unreadable(path, reasons.tooLarge, error)
  // “Unsupported image format” is damage: the first bytes were those of a format that we read.
  if (/unsupported (codec|compression|bitmap)|compression .*not/i.test(message))
    return unreadable(path, reasons.unsupported, error)
  return unreadable(path, reasons.truncated, error)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
}
