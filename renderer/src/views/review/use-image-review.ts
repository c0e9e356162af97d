import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { ClassId, ImageId, ProjectId } from '@contract/ids'
import type { LabelState } from '@contract/labels'
import type { ScoreSource } from '@contract/review'
import type { SegmentEdit } from '@contract/segments'
import { core } from '@/api/client'
import { toShown } from '@/api/failures'
import type { ShownFailure } from '@/api/failures'
import { useDecisions } from '@/composables/use-decisions'
import { useStopwatch } from '@/composables/use-stopwatch'
import { decisionOn, splitSuggestions, withDecision } from './image-labels'
import type { ImageSheet } from './image-labels'
import { useSweepStore } from './sweep-store'

export interface ImageScope {
  readonly project: () => ProjectId
  readonly image: () => ImageId | null
  readonly source: () => ScoreSource
  /** The class whose suggestion is focused first, when the sweep opened the picture. */
  readonly label: () => ClassId | null
  readonly show: (image: ImageId) => void
}

/** One image with its suggestions: read, answer, go on. */
export function useImageReview(scope: ImageScope) {
  const page = useImageSheet(scope)
  const decisions = useDecisions(scope.project, () => void page.load())
  const stopwatch = useStopwatch()
  const sweep = useSweepStore()
  const focus = useFocus(page.sheet, scope.label)

  watch(
    () => page.sheet.value?.detail.id,
    () => {
      stopwatch.restart()
    },
  )

  /** Leaves a class in a state: shown at once, stored behind, put back when that fails. */
  async function decide(
    label: ClassId,
    state: LabelState,
    segments: SegmentEdit[] = [],
  ): Promise<void> {
    const before = page.sheet.value
    if (before === null) return
    const decision = decisionOn(before, label, state)
    const ms = stopwatch.read()
    stopwatch.restart()
    const tell = (now: LabelState): void => {
      sweep.settleTile(label, before.detail.id, now === 'unknown' ? null : now)
    }
    await decisions.decide(
      { view: 'image', ms, decisions: [decision], segments },
      {
        apply: () => {
          page.sheet.value = withDecision(before, decision, Date.now())
          tell(state)
          // Cleared, the class is a suggestion again; only the model knows where it stands.
          if (state === 'unknown') page.forget(before.detail.id)
        },
        rollBack: () => {
          if (page.sheet.value?.detail.id === before.detail.id) page.sheet.value = before
          tell(before.detail.labels.find((one) => one.class === label)?.state ?? 'unknown')
        },
      },
    )
    if (state === 'unknown') await page.load()
  }

  async function after(change: ReturnType<typeof decisions.undo>): Promise<boolean> {
    const result = await change
    const image = result?.images[0]
    if (image === undefined) return false
    page.forgetAll()
    if (image === scope.image() || (result?.images.length ?? 0) > 1) await page.load()
    else scope.show(image)
    const tiles = sweep.sheet?.page
    if (tiles) sweep.settleTile(tiles.class, image, null)
    return true
  }

  return {
    ...page,
    ...focus,
    decisions,
    decide,
    undo: () => after(decisions.undo()),
    redo: () => after(decisions.redo()),
  }
}

/** Which suggestion the keys act on, and whether the unlikely ones are shown. */
function useFocus(sheet: Readonly<{ value: ImageSheet | null }>, wanted: () => ClassId | null) {
  const unfolded = ref(false)
  const position = ref(0)
  const split = computed(() => splitSuggestions(sheet.value?.review.suggestions ?? []))
  const offered = computed(() =>
    unfolded.value ? [...split.value.likely, ...split.value.rest] : split.value.likely,
  )
  const focused = computed(() => offered.value[position.value] ?? offered.value.at(-1) ?? null)

  function move(step: number): void {
    const last = Math.max(0, offered.value.length - 1)
    position.value = Math.max(0, Math.min(last, position.value + step))
  }

  watch(
    () => sheet.value?.detail.id,
    () => {
      const label = wanted()
      unfolded.value = split.value.rest.some((one) => one.class === label)
      position.value = Math.max(
        0,
        offered.value.findIndex((one) => one.class === label),
      )
    },
    { flush: 'sync' },
  )
  return { unfolded, position, split, offered, focused, move }
}

/** Reads the image of the address, and its neighbours before they are asked for. */
function useImageSheet(scope: ImageScope) {
  const sheet = shallowRef<ImageSheet | null>(null)
  const failure = shallowRef<ShownFailure | null>(null)
  const ended = ref(false)
  const ahead = shallowRef<ImageSheet | null>(null)
  const known = new Map<ImageId, Promise<ImageSheet>>()
  let leaving = new AbortController()

  function read(image: ImageId): Promise<ImageSheet> {
    const input = { project: scope.project(), image }
    const found =
      known.get(image) ??
      Promise.all([
        core.images.get(input),
        core.review.image({ ...input, source: scope.source() }),
      ]).then(([detail, review]) => ({ detail, review }))
    known.set(image, found)
    found.catch(() => known.delete(image))
    return found
  }

  async function load(): Promise<void> {
    leaving.abort()
    leaving = new AbortController()
    const { signal } = leaving
    const image = scope.image()
    failure.value = null
    try {
      if (image === null) {
        await step(1)
        return
      }
      const found = await read(image)
      if (signal.aborted) return
      sheet.value = found
      ended.value = false
      // It is shown once; the next visit reads what has become of it.
      known.delete(image)
      await lookAhead(image)
    } catch (error) {
      failure.value = toShown(error, signal) ?? failure.value
    }
  }

  async function neighbourOf(image: ImageId | null, by: 1 | -1): Promise<ImageId | null> {
    const input = { project: scope.project(), image, step: by, source: scope.source() }
    return (await core.review.neighbour(input)).image
  }

  async function lookAhead(image: ImageId): Promise<void> {
    const next = await neighbourOf(image, 1)
    if (next !== null) ahead.value = await read(next)
  }

  /** Goes to the image after or before this one; at the end it says so. */
  async function step(by: 1 | -1): Promise<void> {
    const next = await neighbourOf(scope.image(), by)
    if (next !== null) scope.show(next)
    else ended.value = by === 1
  }

  function forget(image: ImageId): void {
    known.delete(image)
  }

  function forgetAll(): void {
    known.clear()
  }

  watch([scope.project, scope.source], forgetAll, { flush: 'sync' })
  watch([scope.project, scope.image, scope.source], () => void load(), { immediate: true })
  onScopeDispose(() => {
    leaving.abort()
  })
  return { sheet, failure, ended, ahead, load, step, forget, forgetAll }
}
