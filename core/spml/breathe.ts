import { setImmediate } from 'node:timers/promises'
import { Failure } from '../contract/failures'

/**
 * Lets messages in between two pieces of work, a request to cancel above all.
 * @throws Failure CANCELLED
 */
export async function breathe(signal: AbortSignal): Promise<void> {
  await setImmediate()
  if (signal.aborted) throw new Failure('CANCELLED', 'The training was cancelled.')
}
