import { describe, expect, it } from 'vitest'
import { CELLS, promptMaps } from './prompt-maps'

/** A window whose cells are pixels. */
const window = { x0: 10, y0: 20, x1: 10 + CELLS, y1: 20 + CELLS }
const names = ['box', 'positive', 'negative', 'positiveFar', 'negativeFar', 'previous'] as const

function draw(prompt: Parameters<typeof promptMaps>[1], previous: Float32Array | null = null) {
  const maps = promptMaps(window, prompt, previous)
  const at = (channel: number, x: number, y: number) =>
    maps[(channel * CELLS + y) * CELLS + x] ?? NaN
  return {
    at: (name: (typeof names)[number], x: number, y: number) => at(names.indexOf(name), x, y),
    hasBox: at(6, 5, 5),
    hasPrevious: at(7, 5, 5),
  }
}

describe('what the decoder is told of prompts', () => {
  it('is how much of each cell a box covers', () => {
    const { at, hasBox } = draw({ points: [], box: { x0: 12.5, y0: 21, x1: 14, y1: 22.25 } })
    expect(hasBox).toBe(1)
    expect([at('box', 1, 1), at('box', 2, 1), at('box', 3, 1), at('box', 4, 1)]).toEqual([
      ...[0, 0.5, 1, 0],
    ])
    expect(at('box', 3, 2)).toBe(0.25)
  })

  it('is a narrow and a wide bell for each click, of its kind', () => {
    const { at, hasBox } = draw({ points: [{ x: 20.5, y: 30.5, positive: true }], box: null })
    expect(hasBox).toBe(0)
    expect([at('positive', 10, 10), at('positiveFar', 10, 10)]).toEqual([1, 1])
    expect(at('positive', 12, 10)).toBeCloseTo(Math.exp(-4 / 4.5), 5)
    expect(at('positiveFar', 12, 10)).toBeCloseTo(Math.exp(-4 / 72), 5)
    expect([at('negative', 10, 10), at('negativeFar', 10, 10)]).toEqual([0, 0])
  })

  it('is the larger of two bells where they meet', () => {
    const points = [20.5, 22.5].map((x) => ({ x, y: 30.5, positive: false }))
    const { at } = draw({ points, box: null })
    expect([at('negative', 10, 10), at('negative', 12, 10)]).toEqual([1, 1])
  })

  it('is the mask so far where there is one', () => {
    const { at, hasPrevious } = draw(
      { points: [], box: null },
      new Float32Array(CELLS ** 2).fill(0.3),
    )
    expect([at('previous', 7, 7), hasPrevious]).toEqual([Math.fround(0.3), 1])
    expect(draw({ points: [], box: null }).hasPrevious).toBe(0)
  })

  it('reaches the edge of the window from a click outside of it', () => {
    const { at } = draw({ points: [{ x: 9, y: 30.5, positive: true }], box: null })
    expect(at('positive', 0, 10)).toBeCloseTo(Math.exp(-2.25 / 4.5), 5)
  })
})
