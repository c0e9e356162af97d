import type { ClassId } from '@contract/ids'
import type { SegmentInfo, SegmentSource, SegmentState } from '@contract/segments'

export const segmentOrders = ['newest', 'class', 'largest', 'smallest', 'doubtful'] as const
export type SegmentOrder = (typeof segmentOrders)[number]

/** Which of a picture's segments are listed and shown. */
export interface SegmentFilter {
  /** `all` but for the rejected ones, unless these are asked for. */
  readonly state: SegmentState | 'all'
  readonly source: SegmentSource | 'all'
  /** `none`: those without a class. */
  readonly class: ClassId | 'all' | 'none'
}

export const allSegments: SegmentFilter = { state: 'all', source: 'all', class: 'all' }

export function filtered(
  segments: readonly SegmentInfo[],
  { state, source, class: label }: SegmentFilter,
): SegmentInfo[] {
  return segments.filter(
    (one) =>
      (state === 'all' ? one.state !== 'rejected' : one.state === state) &&
      (source === 'all' || one.source === source) &&
      (label === 'all' || (label === 'none' ? one.class === null : one.class === label)),
  )
}

/** `rank` is where a class stands among the classes. */
export function sorted(
  segments: readonly SegmentInfo[],
  order: SegmentOrder,
  rank: (label: ClassId) => number,
): SegmentInfo[] {
  const place = ({ class: label }: SegmentInfo) => (label === null ? Infinity : rank(label))
  const trust = ({ reliability, quality }: SegmentInfo) => reliability ?? quality ?? 1
  const by: Record<SegmentOrder, (a: SegmentInfo, b: SegmentInfo) => number> = {
    newest: (a, b) => b.id - a.id,
    class: (a, b) => (place(a) === place(b) ? b.area - a.area : place(a) - place(b)),
    largest: (a, b) => b.area - a.area,
    smallest: (a, b) => a.area - b.area,
    doubtful: (a, b) => trust(a) - trust(b),
  }
  return segments.toSorted(by[order])
}
