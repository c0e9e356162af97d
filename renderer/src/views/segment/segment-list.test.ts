import { expect, it } from 'vitest'
import { classId, imageId } from '@contract/ids'
import { segmentId } from '@contract/segments'
import type { SegmentInfo } from '@contract/segments'
import { allSegments, filtered, sorted } from './segment-list'

function segment(id: number, more: Partial<SegmentInfo> = {}): SegmentInfo {
  return {
    ...{ id: segmentId.parse(id), image: imageId.parse(1), class: null, state: 'kept' },
    ...{ source: 'drawn', model: null, run: null, area: id / 10, at: id },
    ...{ mask: { width: 1, height: 1, counts: '01' }, quality: null, stability: null },
    reliability: null,
    ...more,
  }
}

const [dog, cat] = [classId.parse(1), classId.parse(2)]
const all = [
  segment(1, { class: cat }),
  segment(2, { class: dog, state: 'proposed', source: 'suggestion', reliability: 0.4 }),
  segment(3, { state: 'rejected', class: dog }),
  segment(4, { source: 'everything', quality: 0.2 }),
]
const ids = (segments: readonly SegmentInfo[]) => segments.map(({ id }) => Number(id))

it('leaves the rejected ones out unless they are asked for', () => {
  expect(ids(filtered(all, allSegments))).toEqual([1, 2, 4])
  expect(ids(filtered(all, { ...allSegments, state: 'rejected' }))).toEqual([3])
})

it('filters by class, by none, and by where a mask comes from', () => {
  expect(ids(filtered(all, { ...allSegments, class: dog }))).toEqual([2])
  expect(ids(filtered(all, { ...allSegments, class: 'none' }))).toEqual([4])
  expect(ids(filtered(all, { ...allSegments, source: 'drawn' }))).toEqual([1])
})

it('sorts by class in the order of the classes, those without one last', () => {
  const rank = (label: number) => (label === Number(cat) ? 0 : 1)
  expect(ids(sorted(all, 'class', rank))).toEqual([1, 3, 2, 4])
  expect(ids(sorted(all, 'newest', rank))).toEqual([4, 3, 2, 1])
  expect(ids(sorted(all, 'smallest', rank))).toEqual([1, 2, 3, 4])
  expect(ids(sorted(all, 'doubtful', rank))).toEqual([4, 2, 1, 3])
})
