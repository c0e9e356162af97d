import type { FailureCode, FailureInfo } from '@contract/failures'
import { ORPCError } from '@orpc/client'
import { t } from '@/i18n/text'
import { HostLost } from './link'

/** A failure as it is shown: the core's own, or that the core could not be reached. */
export interface ShownFailure {
  readonly code: FailureCode | 'HOST_LOST'
  readonly message: string
  readonly advice: string
  readonly path: string | null
}

function hostLost(): ShownFailure {
  return {
    code: 'HOST_LOST',
    message: t('host.unreachable'),
    advice: t('host.unreachableAdvice'),
    path: null,
  }
}

/**
 * Any thrown value in words, or null when the caller itself gave up: the signal decides, because an
 * aborted stream and a dead host throw the same error.
 */
export function toShown(error: unknown, signal?: AbortSignal): ShownFailure | null {
  if (signal?.aborted === true) return null
  if (error instanceof ORPCError) {
    const data: unknown = error.data
    return isFailureInfo(data) ? data : unexpected(error.message)
  }
  if (error instanceof HostLost || isAbort(error)) return hostLost()
  return unexpected(error instanceof Error ? error.message : String(error))
}

/** The same for callers that never give up by themselves. */
export function toShownAlways(error: unknown): ShownFailure {
  return toShown(error) ?? hostLost()
}

/** The failure as text to paste into a report. */
export function failureText(failure: ShownFailure): string {
  const lines = [failure.message, failure.advice, failure.path ?? '', `(${failure.code})`]
  return lines.filter((line) => line !== '').join('\n')
}

function unexpected(message: string): ShownFailure {
  return {
    code: 'INTERNAL',
    message,
    advice: t('host.unexpectedAdvice'),
    path: null,
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || /not open/.test(error.message))
}

function isFailureInfo(data: unknown): data is FailureInfo {
  return typeof data === 'object' && data !== null && 'code' in data && 'advice' in data
}
