import { describe, expect, it } from 'vitest'
import { fillHoles, labelParts, partsOf, withoutSpecks } from './parts'
import { decodeRle } from './rle'
import { drawing, drawn, speckled } from './test-bitmap'

describe('parts of a mask', () => {
  const mask = drawn(
    '##..#', //
    '#..#.',
    '....#',
    '#...#',
  )

  it('touch at an edge or a corner, and the largest comes first', () => {
    expect(labelParts(mask).areas).toEqual([12, 3, 4, 1])
    expect(partsOf(mask).map((part) => drawing(decodeRle(part)))).toEqual([
      ['....#', '...#.', '....#', '....#'],
      ['##...', '#....', '.....', '.....'],
      ['.....', '.....', '.....', '#....'],
    ])
  })

  it('that meet late are one', () => {
    const comb = drawn('#.#.#', '#.#.#', '#####')
    expect(labelParts(comb).areas).toEqual([4, 11])
    expect(labelParts(drawn('#.#', '.#.')).areas).toEqual([3, 3])
  })

  it('of nothing are none, and parts of anything add up to it', () => {
    expect(partsOf(drawn('...'))).toEqual([])
    const random = speckled(23, 17, 5)
    const sum = new Uint8Array(23 * 17)
    for (const part of partsOf(random)) {
      for (const [i, inside] of decodeRle(part).data.entries()) sum[i] = (sum[i] ?? 0) + inside
    }
    expect(sum).toEqual(random.data)
  })

  it('too small are left out, but never the largest', () => {
    expect(drawing(withoutSpecks(mask, 4))).toEqual(['....#', '...#.', '....#', '....#'])
    expect(drawing(withoutSpecks(drawn('#.#'), 9))).toEqual(['#.#'])
  })
})

describe('holes', () => {
  const ring = drawn('#####', '#.#.#', '#.###', '#####')

  it('are filled where no way over edges leads out', () => {
    expect(drawing(fillHoles(ring))).toEqual(['#####', '#####', '#####', '#####'])
    expect(drawing(fillHoles(drawn('.#.', '#.#', '.#.')))).toEqual(['.#.', '###', '.#.'])
    expect(drawing(fillHoles(drawn('#.#', '#.#')))).toEqual(['#.#', '#.#'])
  })

  it('above a size stay', () => {
    expect(drawing(fillHoles(ring, 1))).toEqual(['#####', '#.###', '#.###', '#####'])
  })
})
