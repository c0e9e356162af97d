import { z } from 'zod'

/** Everything that can go wrong in a way that a person can do something about. Closed on purpose. */
export const failureCodes = [
  'BAD_REQUEST',
  'NOT_FOUND',
  'FOLDER_MISSING',
  'FOLDER_UNREADABLE',
  'FOLDER_NOT_EMPTY',
  'NO_IMAGES',
  'IMAGE_UNREADABLE',
  'PROJECT_MISSING',
  'PROJECT_DAMAGED',
  'PROJECT_NEWER',
  'PROJECT_OLDER',
  'PROJECT_LOCKED',
  'IMAGES_MISSING',
  'DISK_FULL',
  'CLASS_NAME_EMPTY',
  'CLASS_NAME_TAKEN',
  'NOTHING_TO_UNDO',
  'NO_CLASSES',
  'NO_SEEDS',
  'MODEL_MISSING',
  'MODEL_INVALID',
  'DEVICE_UNUSABLE',
  'DEVICE_FAILED',
  'SETUP_IMPOSSIBLE',
  'SETUP_RUNNING',
  'LIBRARY_INVALID',
  'DIVERGED',
  'CHECKPOINT_INVALID',
  'FORMAT_UNKNOWN',
  'IMPORT_INVALID',
  'METHOD_UNKNOWN',
  'PARAMETER_INVALID',
  'FEATURES_INVALID',
  'TEACHER_INVALID',
  'MASK_INVALID',
  'DOWNLOAD_FAILED',
  'PORT_IN_USE',
  'CANCELLED',
  'INTERNAL',
] as const
export const failureCode = z.enum(failureCodes)
export type FailureCode = z.infer<typeof failureCode>

export const failureInfo = z.object({
  code: failureCode,
  /** What happened, in one sentence. */
  message: z.string(),
  /** What to do about it, in one sentence; empty when there is nothing to do. */
  advice: z.string(),
  /** The file or folder concerned, if any. */
  path: z.string().nullable(),
})
export type FailureInfo = z.infer<typeof failureInfo>

/** The only error our code throws on purpose. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly code: FailureCode
  readonly advice: string
  readonly path: string | null

  constructor(
    code: FailureCode,
    message: string,
    options: { advice?: string; path?: string; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.code = code
    this.advice = options.advice ?? ''
    this.path = options.path ?? null
  }

  /** A failure that came over a wire, as an error again. */
  static from({ code, message, advice, path }: FailureInfo): Failure {
    return new Failure(code, message, { advice, ...(path !== null && { path }) })
  }

  toInfo(): FailureInfo {
    return { code: this.code, message: this.message, advice: this.advice, path: this.path }
  }
}

/** Any thrown value as something that can be shown: an unknown error becomes INTERNAL, never silence. */
export function toFailureInfo(error: unknown): FailureInfo {
  if (error instanceof Failure) return error.toInfo()
  const message = error instanceof Error ? error.message : String(error)
  const code = errnoCode(error) === 'ENOSPC' ? 'DISK_FULL' : 'INTERNAL'
  const advice =
    code === 'DISK_FULL'
      ? 'Free some space; what was acknowledged is safe.'
      : 'Try again; if it stays, please report it with this text.'
  return { code, message, advice, path: null }
}

/** The `code` of a Node error (`ENOENT`, ...), if it has one. */
export function errnoCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined
}
