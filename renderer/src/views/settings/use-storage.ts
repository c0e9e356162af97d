import type { ClearablePart, ProjectStorage } from '@contract/storage'
import { onScopeDispose, shallowRef } from 'vue'
import { core } from '@/api/client'
import { type ShownFailure, toShown, toShownAlways } from '@/api/failures'

/** The room that each project takes, counted by the core while it is looked at. */
export function useStorage() {
  const rows = shallowRef<readonly ProjectStorage[] | null>(null)
  const state = shallowRef<'counting' | 'done' | 'stopped'>('counting')
  const failure = shallowRef<ShownFailure | null>(null)
  let counting = new AbortController()

  async function count(): Promise<void> {
    counting.abort()
    const mine = new AbortController()
    counting = mine
    failure.value = null
    state.value = 'counting'
    try {
      const stream = await core.storage.measure(undefined, { signal: mine.signal })
      for await (const row of stream) rows.value = put(rows.value ?? [], row)
      rows.value ??= []
      state.value = 'done'
    } catch (error) {
      if (counting !== mine) return
      state.value = 'stopped'
      failure.value = toShown(error, mine.signal)
    }
  }

  function stop(): void {
    counting.abort()
  }

  async function clear(row: ProjectStorage, part: ClearablePart): Promise<boolean> {
    try {
      await core.storage.clear({ project: row.project, part })
      await count()
      return true
    } catch (error) {
      failure.value = toShownAlways(error)
      return false
    }
  }

  onScopeDispose(stop)
  void count()
  return { rows, state, failure, count, stop, clear }
}

/** In the place of what was known of the same project. */
function put(rows: readonly ProjectStorage[], row: ProjectStorage): readonly ProjectStorage[] {
  const known = rows.some(({ project }) => project === row.project)
  return known ? rows.map((one) => (one.project === row.project ? row : one)) : [...rows, row]
}
