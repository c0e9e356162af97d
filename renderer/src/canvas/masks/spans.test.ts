import { describe, expect, it } from 'vitest'
import type { Bitmap } from '@mask/bitmap'
import { encodeRle } from '@mask/rle'
import { covers, edgesOf, spansOf, unionSpans } from './spans'
import type { Spans } from './spans'

function bitmap(rows: readonly string[]): Bitmap {
  const width = rows[0]?.length ?? 0
  const data = Uint8Array.from(rows.join(''), (sign) => (sign === '#' ? 1 : 0))
  return { width, height: rows.length, data }
}

function spans(
  rows: readonly string[],
  grid = { width: rows[0]?.length ?? 0, height: rows.length },
) {
  return spansOf(encodeRle(bitmap(rows)), grid)
}

function drawn(found: Spans): string[] {
  return Array.from({ length: found.height }, (_, y) =>
    Array.from({ length: found.width }, (_, x) => (covers(found, x, y) ? '#' : '.')).join(''),
  )
}

const ring = ['......', '.####.', '.#..#.', '.####.', '......']

describe('runs of a mask', () => {
  it('cover the pixels that the mask covers', () => {
    expect(drawn(spans(ring))).toEqual(ring)
    expect(spans(ring).area).toBe(10)
  })

  it('keep every second pixel on a grid of half the size, and double on twice the size', () => {
    expect(drawn(spans(['##..', '##..', '....', '...#'], { width: 2, height: 2 }))).toEqual([
      '#.',
      '.#',
    ])
    expect(drawn(spans(['#.', '.#'], { width: 4, height: 4 }))).toEqual([
      '##..',
      '##..',
      '..##',
      '..##',
    ])
  })

  it('may be none at all, or all there is', () => {
    expect(spans(['..', '..']).area).toBe(0)
    expect(covers(spans(['..', '..']), 0, 0)).toBe(false)
    expect(drawn(spans(['##', '##']))).toEqual(['##', '##'])
  })

  it('refuse run lengths that do not add up', () => {
    expect(() => spansOf({ width: 3, height: 3, counts: '1' }, { width: 3, height: 3 })).toThrow(
      RangeError,
    )
  })
})

describe('the outline of a mask', () => {
  it('is what touches the outside, the hole and the edge of the picture included', () => {
    expect(drawn(edgesOf(spans(['####', '####', '####', '####'])))).toEqual([
      '####',
      '#..#',
      '#..#',
      '####',
    ])
    const thick = ['#####', '#####', '##.##', '#####', '#####']
    expect(drawn(edgesOf(spans(thick)))).toEqual(['#####', '#.#.#', '##.##', '#.#.#', '#####'])
  })
})

describe('the union of masks', () => {
  it('joins runs that touch or overlap', () => {
    const all = [spans(['##....', '......']), spans(['.###..', '....##'])]
    const joined = unionSpans(all, { width: 6, height: 2 })
    expect(drawn(joined)).toEqual(['####..', '....##'])
    expect(joined.area).toBe(6)
  })

  it('of none covers nothing', () => {
    expect(unionSpans([], { width: 3, height: 3 }).area).toBe(0)
  })
})
