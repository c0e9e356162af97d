import { onScopeDispose, ref, shallowReactive, shallowRef } from 'vue'
import { toShown } from '@/api/failures'
import type { ShownFailure } from '@/api/failures'

export interface Page<T> {
  readonly total: number
  readonly items: readonly T[]
}
export type FetchPage<T> = (offset: number, limit: number, signal: AbortSignal) => Promise<Page<T>>

/** A list too long to hold: pages are fetched when their items come into sight. */
export function usePagedList<T>(fetchPage: FetchPage<T>, pageLength = 200) {
  const pages = shallowReactive(new Map<number, readonly T[]>())
  const coming = new Map<number, Promise<void>>()
  const total = ref<number | null>(null)
  const failure = shallowRef<ShownFailure | null>(null)
  let reading = new AbortController()
  let seen = { first: 0, last: 0 }

  const pageOf = (index: number) => Math.floor(index / pageLength)

  /** The item at a position, or undefined while it is not here. */
  function at(index: number): T | undefined {
    return pages.get(pageOf(index))?.[index % pageLength]
  }

  async function read(page: number, signal: AbortSignal): Promise<void> {
    try {
      const result = await fetchPage(page * pageLength, pageLength, signal)
      if (signal.aborted) return
      total.value = result.total
      pages.set(page, result.items)
      failure.value = null
    } catch (error) {
      failure.value = toShown(error, signal) ?? failure.value
    } finally {
      if (!signal.aborted) coming.delete(page)
    }
  }

  function request(page: number): Promise<void> {
    const known = coming.get(page)
    if (known !== undefined) return known
    const started = read(page, reading.signal)
    coming.set(page, started)
    return started
  }

  /** Fetches what is missing between two positions; resolves when all of it has been tried. */
  async function ensure(first: number, last: number): Promise<void> {
    seen = { first: Math.max(0, first), last: Math.max(0, last) }
    await requestMissing(between(pageOf(seen.first), pageOf(seen.last)))
  }

  /** The items at these positions, fetched where they are not here; what is in sight stays so. */
  async function collect(indices: readonly number[]): Promise<(readonly [number, T])[]> {
    await requestMissing(new Set(indices.map(pageOf)))
    const found = indices.map((index) => [index, at(index)] as const)
    return found.flatMap(([index, item]) => (item === undefined ? [] : [[index, item] as const]))
  }

  const requestMissing = (wanted: Iterable<number>) =>
    Promise.all([...wanted].filter((page) => !pages.has(page)).map(request))

  /** Reads again what is in sight and around `here`, keeping it on the screen; forgets the rest. */
  async function reload(here = seen.first): Promise<void> {
    stop()
    const [first, last] = [pageOf(seen.first), pageOf(seen.last)]
    const kept = new Set([pageOf(Math.max(0, here)), ...between(first, last)])
    for (const page of [...pages.keys()]) if (!kept.has(page)) pages.delete(page)
    await Promise.all([...kept].map(request))
  }

  /** Another list altogether. */
  function reset(): void {
    stop()
    pages.clear()
    total.value = null
    failure.value = null
  }

  /** Changes one item where it stands; what is not here needs no change. */
  function change(index: number, next: (item: T) => T): void {
    const page = pages.get(pageOf(index))
    const item = page?.[index % pageLength]
    if (page === undefined || item === undefined) return
    pages.set(pageOf(index), page.with(index % pageLength, next(item)))
  }

  function stop(): void {
    reading.abort()
    reading = new AbortController()
    coming.clear()
  }

  onScopeDispose(stop)
  return { total, failure, at, ensure, collect, reload, reset, change }
}

/** Whole numbers from the first to the last, both among them. */
function between(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at)
}
