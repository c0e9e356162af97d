import { setImmediate } from 'node:timers/promises'
import { Failure } from '../contract/failures'

/** What happens between two steps: whatever else is to be done gets its turn. */
export type Breath = () => Promise<void>

/**
 * Drives steps to their end and lets everything else have its turn between two of them.
 * @throws Failure CANCELLED once the signal fires.
 */
export async function runSteps<T>(
  steps: Generator<void, T>,
  signal?: AbortSignal,
  breath: Breath = setImmediate,
): Promise<T> {
  for (;;) {
    if (signal?.aborted) throw new Failure('CANCELLED', 'The work was cancelled.')
    const step = steps.next()
    if (step.done) return step.value
    await breath()
  }
}
