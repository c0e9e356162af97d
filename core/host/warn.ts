import { Failure } from '../contract/failures'

/** For the log: what cost suggestions but no label. Work that was stopped on purpose is no news. */
export function warn(error: unknown): void {
  if (error instanceof Failure && error.code === 'CANCELLED') return
  process.emitWarning(error instanceof Error ? error : String(error))
}
