import { Failure } from '../../contract/failures'
import type { DeviceInfo } from '../../contract/compute-devices'
import { isOutOfMemory } from '../out-of-memory'

/**
 * What a training ended of, as a failure of the device where it is one: memory, a card that was lost, an
 * error of native code. Our own failures, and mistakes of JavaScript, stay what they are.
 */
export function asDeviceFailure(error: unknown, { title }: Pick<DeviceInfo, 'title'>): unknown {
  if (error instanceof Failure) return error
  if (isOutOfMemory(error)) return deviceFailed(`${title} ran out of memory.`, error)
  const isNative = error instanceof Error && error.constructor === Error && !('code' in error)
  return isNative ? deviceFailed(`${title} failed: ${messageOf(error)}`, error) : error
}

/** The host adds where the run can go on. */
export function deviceFailed(message: string, cause?: unknown): Failure {
  return new Failure('DEVICE_FAILED', message, {
    advice: 'Go on from the last checkpoint, on this device or on another one.',
    cause,
  })
}

/** The first line: native errors go on with their stack. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.split('\n')[0] ?? message
}
