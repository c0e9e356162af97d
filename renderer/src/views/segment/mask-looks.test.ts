import { expect, it } from 'vitest'
import { imageId } from '@contract/ids'
import { segmentId } from '@contract/segments'
import type { SegmentInfo } from '@contract/segments'
import { encodeRle } from '@mask/rle'
import { paintedSegments, pieceColour, Shapes } from './mask-looks'

const grid = { width: 4, height: 1 }

function segment(id: number, inside: number, more: Partial<SegmentInfo> = {}): SegmentInfo {
  const data = Uint8Array.from({ length: 4 }, (_, at) => (at < inside ? 1 : 0))
  return {
    ...{ id: segmentId.parse(id), image: imageId.parse(1), class: null, state: 'kept' },
    ...{ source: 'drawn', model: null, run: null, area: inside / 4, at: id },
    ...{ mask: encodeRle({ ...grid, data }), quality: null, stability: null, reliability: null },
    ...more,
  }
}

const look = {
  classes: new Map(),
  opacity: 0.5,
  hovered: null,
  selected: new Set<SegmentInfo['id']>(),
  edited: null,
}

it('puts small masks on large ones, and the one that is pointed at on top of all', () => {
  const all = [segment(1, 1), segment(2, 4), segment(3, 2)]
  const areas = (hovered: number | null) =>
    paintedSegments(all, new Shapes(grid), {
      ...look,
      hovered: hovered === null ? null : segmentId.parse(hovered),
    }).map(({ spans }) => spans.area)
  expect(areas(null)).toEqual([4, 2, 1])
  expect(areas(2)).toEqual([2, 1, 4])
})

it('shows what nobody said yes to weaker and broken, and leaves out what is being changed', () => {
  const all = [segment(1, 1), segment(2, 2, { state: 'proposed' }), segment(3, 3)]
  const [proposed, kept] = paintedSegments(all, new Shapes(grid), {
    ...look,
    edited: segmentId.parse(3),
  })
  expect(proposed).toMatchObject({ dashed: true, fill: 0.275 })
  expect(kept).toMatchObject({ dashed: false, fill: 0.5 })
})

it('unpacks a mask once', () => {
  const shapes = new Shapes(grid)
  const { mask } = segment(1, 2)
  expect(shapes.of(mask)).toBe(shapes.of(mask))
})

it('has a colour of its own for each of many pieces', () => {
  const colours = Array.from({ length: 200 }, (_, at) => pieceColour(at))
  expect(new Set(colours).size).toBe(200)
  expect(colours.every((colour) => /^#[\da-f]{6}$/.test(colour))).toBe(true)
})
