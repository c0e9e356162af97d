import { computed, onScopeDispose, shallowRef } from 'vue'
import type { ClassId, ImageId, ProjectId } from '@contract/ids'
import type { ScoreSource } from '@contract/review'
import { core } from '@/api/client'
import { toShown } from '@/api/failures'
import type { ShownFailure } from '@/api/failures'
import { imagesOf } from './sweep-sheet'
import type { SweepSheet } from './sweep-sheet'
import { useSweepStore } from './sweep-store'

export interface SweepScope {
  readonly project: () => ProjectId
  readonly label: () => ClassId | null
  readonly source: () => ScoreSource
  /** Tiles a page should have; 0 while nobody knows. */
  readonly size: () => number
  /** Called with pictures that the next page will probably show. */
  readonly preload: (images: readonly ImageId[]) => void
}

const MOST_TILES = 200
/** Pages that are looked ahead. */
const AHEAD = 1.5

/** Reads the page of a class into the store of the sweep, and the pictures of the one after it. */
export function useSweepPage(scope: SweepScope) {
  const store = useSweepStore()
  const failure = shallowRef<ShownFailure | null>(null)
  let reading = new AbortController()

  /** The page in work, unless it belongs to another class or project. */
  const sheet = computed<SweepSheet | null>(() =>
    store.project === scope.project() && store.sheet?.page.class === scope.label()
      ? store.sheet
      : null,
  )

  function request() {
    const label = scope.label()
    if (label === null || scope.size() === 0) return null
    const skip = sheet.value === null ? 0 : store.skipped()
    return {
      ...{ project: scope.project(), class: label, source: scope.source() },
      ...{ size: scope.size(), skip },
    }
  }

  /** Reads the page and shows it, unless the one on screen was marked or turned meanwhile. */
  async function load(): Promise<void> {
    const input = request()
    if (input === null) return
    const before = sheet.value
    reading.abort()
    reading = new AbortController()
    const { signal } = reading
    try {
      const page = await core.review.page(input, { signal })
      if (signal.aborted) return
      if (sheet.value !== before) return
      store.show(input.project, page)
      failure.value = null
      await lookAhead()
    } catch (error) {
      failure.value = toShown(error, signal) ?? failure.value
    }
  }

  /** Reads the page after this one, and some more as its order may still change, to decode its pictures. */
  async function lookAhead(): Promise<void> {
    const input = request()
    const current = sheet.value
    if (input === null || current === null || current.page.remaining === 0) return
    const here = imagesOf(current.page)
    const size = Math.min(MOST_TILES, Math.ceil(input.size * AHEAD))
    const { signal } = reading
    const skip = input.skip + here.length
    const further = await core.review.page({ ...input, size, skip }, { signal })
    scope.preload(further.tiles.map((tile) => tile.image))
  }

  /** After somebody else has decided: a page with marks stays and learns of it, another is read again. */
  async function refresh(): Promise<void> {
    if (sheet.value === null || sheet.value.trail.length === 0) await load()
    else await settleAll(sheet.value)
  }

  async function settleAll({ page }: SweepSheet): Promise<void> {
    const input = { project: scope.project(), class: page.class, images: [...imagesOf(page)] }
    try {
      for (const { image, state } of await core.review.states(input)) {
        store.settleTile(page.class, image, state === 'unknown' ? null : state)
      }
    } catch (error) {
      failure.value = toShown(error, reading.signal) ?? failure.value
    }
  }

  onScopeDispose(() => {
    reading.abort()
  })
  return { sheet, failure, request, load, refresh, lookAhead }
}
