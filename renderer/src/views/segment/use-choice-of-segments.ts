import { computed, ref, shallowRef, watch } from 'vue'
import type { ClassId, ImageId, ImagePoint } from '@contract/ids'
import type { SegmentId, SegmentInfo } from '@contract/segments'
import { covers } from '@/canvas/masks/spans'
import { useProjectStore } from '@/stores/project-store'
import type { Shapes } from './mask-looks'
import { allSegments, filtered, sorted } from './segment-list'
import type { SegmentFilter, SegmentOrder } from './segment-list'

/** Which segments are listed, in which order, and which of them the next key means. */
export function useChoiceOfSegments(
  segments: () => readonly SegmentInfo[],
  image: () => ImageId | null,
) {
  const store = useProjectStore()
  const filter = shallowRef<SegmentFilter>(allSegments)
  const order = ref<SegmentOrder>('newest')
  const selected = shallowRef<ReadonlySet<SegmentId>>(new Set())
  const hovered = shallowRef<SegmentId | null>(null)
  /** Where the arrow keys stand in the list. */
  const active = shallowRef<SegmentId | null>(null)

  const ranks = computed(() => new Map(store.classes.map(({ id }, at) => [id, at])))
  const rank = (label: ClassId) => ranks.value.get(label) ?? Infinity
  const shown = computed(() => sorted(filtered(segments(), filter.value), order.value, rank))
  const chosen = computed(() => shown.value.filter(({ id }) => selected.value.has(id)))

  function choose(id: SegmentId | null, more = false): void {
    const next = new Set(more ? selected.value : [])
    if (id !== null && !next.delete(id)) next.add(id)
    selected.value = next
    active.value = id
  }

  function narrow(change: Partial<SegmentFilter>): void {
    filter.value = { ...filter.value, ...change }
  }

  function orderBy(next: SegmentOrder): void {
    order.value = next
  }

  /** What the pointer is over, in the list or on the picture. */
  function hover(id: SegmentId | null): void {
    hovered.value = id
  }

  function chooseAll(): void {
    selected.value = new Set(shown.value.map(({ id }) => id))
  }

  /** To the next one in the list; with `more` the ones before stay chosen. */
  function step(by: number, more: boolean): void {
    const at = shown.value.findIndex(({ id }) => id === active.value)
    const last = shown.value.length - 1
    const next = shown.value[at < 0 ? (by > 0 ? 0 : last) : Math.min(last, Math.max(0, at + by))]
    if (next === undefined) return
    selected.value = new Set([...(more ? selected.value : []), next.id])
    active.value = next.id
  }

  watch(image, () => {
    choose(null)
    hovered.value = null
  })
  // What is gone cannot be meant any more.
  watch(segments, (now) => {
    const there = new Set(now.map(({ id }) => id))
    const left = [...selected.value].filter((id) => there.has(id))
    if (left.length < selected.value.size) selected.value = new Set(left)
    if (hovered.value !== null && !there.has(hovered.value)) hovered.value = null
  })
  const state = { filter, order, selected, hovered, active, shown, chosen }
  return { ...state, choose, chooseAll, step, narrow, orderBy, hover }
}

/** The smallest segment that covers a place: it lies on top. */
export function segmentAt(
  segments: readonly SegmentInfo[],
  shapes: Shapes,
  at: ImagePoint,
): SegmentId | null {
  const x = Math.min(shapes.grid.width - 1, Math.floor(at.x * shapes.grid.width))
  const y = Math.min(shapes.grid.height - 1, Math.floor(at.y * shapes.grid.height))
  const under = segments.filter(({ mask }) => covers(shapes.of(mask).spans, x, y))
  return under.toSorted((a, b) => a.area - b.area)[0]?.id ?? null
}
