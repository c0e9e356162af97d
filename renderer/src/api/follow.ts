import { watch } from 'vue'
import { connection } from './client'
import type { Connection } from './connection'

/**
 * Reads a stream of the core until the signal aborts, opening it anew after every reconnect; each
 * stream begins with a full picture, so nothing is missed. `onItem` must not throw.
 */
export async function follow<T>(
  open: (signal: AbortSignal) => Promise<AsyncIterable<T>>,
  onItem: (item: T) => void,
  signal: AbortSignal,
  onFailure: (error: unknown) => void,
  over: Connection = connection,
): Promise<void> {
  while (!signal.aborted) {
    const generation = over.generation.value
    try {
      for await (const item of await open(signal)) {
        if (isAborted(signal)) return
        onItem(item)
      }
    } catch (error) {
      if (isAborted(signal)) return
      if (over.state.value === 'open' && over.generation.value === generation) onFailure(error)
    }
    await nextGeneration(over, generation, signal)
  }
}

// A function, because the compiler believes that a signal checked once stays as it was.
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted
}

function nextGeneration(over: Connection, after: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop = watch(
      over.generation,
      (now) => {
        if (now > after) finish()
      },
      { flush: 'sync' },
    )
    const finish = (): void => {
      stop()
      signal.removeEventListener('abort', finish)
      resolve()
    }
    signal.addEventListener('abort', finish)
    if (signal.aborted || over.generation.value > after) finish()
  })
}
