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
    const missing: Promise<void>[] = []
    for (let page = pageOf(seen.first); page <= pageOf(seen.last); page += 1) {
      if (!pages.has(page)) missing.push(request(page))
    }
    await Promise.all(missing)
  }

  /** Reads again what is in sight and around `here`, keeping it on the screen; forgets the rest. */
  async function reload(here = seen.first): Promise<void> {
    stop()
    const kept = new Set([pageOf(Math.max(0, here))])
    for (let page = pageOf(seen.first); page <= pageOf(seen.last); page += 1) kept.add(page)
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
  return { total, failure, at, ensure, reload, reset, change }
}
