import { type ClientContext, type ClientLink, DynamicLink } from '@orpc/client'
import { readonly, ref, type Ref } from 'vue'
import { deferred, type Deferred } from './deferred'
import { type Connector, HostLost, Refused } from './link'

/** waiting: first try; open; lost: was open, keeps trying; refused: the host does not want this window. */
export type ConnectionState = 'waiting' | 'open' | 'lost' | 'refused'

export interface Connection {
  readonly mode: Connector['mode']
  readonly state: Readonly<Ref<ConnectionState>>
  /** Grows by one each time the host is reached; whoever shows data reads it again. */
  readonly generation: Readonly<Ref<number>>
  readonly link: ClientLink<ClientContext>
  /** Tries at once instead of waiting for the next turn. */
  retryNow(): void
}

const firstDelay = 250
const longestDelay = 5_000

type Sleep = (ms: number) => Promise<void>
const realSleep: Sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * Keeps one link to the host open for as long as the window lives, reconnecting with growing pauses.
 * Calls made before the first contact wait for it; calls made while the host is lost fail at once.
 */
export function keepConnected(connector: Connector, sleep: Sleep = realSleep): Connection {
  const state = ref<ConnectionState>('waiting')
  const generation = ref(0)
  let current = deferred<ClientLink<ClientContext>>()
  let hurry = deferred<undefined>()

  const loseLink = (next: ConnectionState, error: Error): void => {
    if (state.value === 'open') current = deferred()
    state.value = next
    if (next !== 'waiting') rejectQuietly(current, error)
  }

  const openOnce = async (): Promise<boolean> => {
    const { link, closed } = await connector.open()
    if (state.value !== 'waiting') current = deferred()
    current.resolve(link)
    state.value = 'open'
    generation.value += 1
    await closed
    loseLink('lost', new HostLost('closed'))
    return true
  }

  const run = async (): Promise<void> => {
    let delay = firstDelay
    for (;;) {
      try {
        await openOnce()
        delay = firstDelay
      } catch (error) {
        if (error instanceof Refused) {
          loseLink('refused', error)
          return
        }
        // The first contact may take several tries; what waits for it goes on waiting.
        if (generation.value > 0) state.value = 'lost'
      }
      await Promise.race([sleep(delay), hurry.promise])
      delay = Math.min(delay * 2, longestDelay)
    }
  }
  void run()

  return {
    mode: connector.mode,
    state: readonly(state),
    generation: readonly(generation),
    link: new DynamicLink(() => current.promise),
    retryNow() {
      hurry.resolve(undefined)
      hurry = deferred()
    },
  }
}

function rejectQuietly<T>(waiters: Deferred<T>, error: Error): void {
  // Nobody may be waiting at this moment; those who call later still see the rejection.
  waiters.promise.catch(() => undefined)
  waiters.reject(error)
}
