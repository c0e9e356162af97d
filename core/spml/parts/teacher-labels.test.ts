import { describe, expect, it } from 'vitest'
import { NO_PSEUDO } from '../method'
import type { LabelRows } from '../method'
import { confidentOpinions, focusedOpinions, opinionAt, sharpen } from './teacher-labels'

const rows = (state: number[], change: Partial<LabelRows> = {}): LabelRows => ({
  state: Int8Array.from(state),
  pseudo: new Float32Array(state.length).fill(NO_PSEUDO),
  ...change,
})

describe('the teacher of vision-language pseudo-labels', () => {
  const similarities = [0.28, 0.25, 0.22, 0.2]

  it.each([
    [0.01, [0.95002734, 0.04729908, 0.00235488, 0.0003187]],
    [0.03, [0.63584991, 0.23391611, 0.08605293, 0.04418105]],
  ])('shares its belief among the classes at temperature %d', (temperature, expected) => {
    sharpen(similarities, temperature).forEach((share, c) => {
      expect(Math.abs(share - (expected[c] ?? 0))).toBeLessThan(0.5e-8)
    })
  })

  it('takes for present only what is above the threshold', () => {
    const labels = rows([0, 0, 0, 0], { teacher: Float64Array.of(0.3, 0.31, 0.29, 0.1) })
    expect([...(confidentOpinions(labels, 4, { theta: 0.3 }) ?? [])]).toEqual([0, 1, 0, 0])
    const similar = rows([0, 0, 0, 0], { teacher: Float64Array.from(similarities) })
    expect([
      ...(confidentOpinions(similar, 4, { tau: 0.03, theta: 0.1, delta: 0.3 }) ?? []),
    ]).toEqual([1, 1, 0, -1])
  })

  it('has no opinion where there is none of it', () => {
    expect(confidentOpinions(rows([0]), 1, { theta: 0.3 })).toBeNull()
    expect(focusedOpinions(rows([0]), 1, { threshold: 0.5 })).toBeNull()
  })

  it('is overruled by pseudo-labels that are there', () => {
    const opinion = opinionAt(
      rows([0, 0, 0], { pseudo: Float32Array.of(1, 0, NaN) }),
      Int8Array.of(0, 1, 1),
    )
    expect([0, 1, 2].map(opinion)).toEqual([1, -1, 1])
  })
})

describe('the teacher of tiles', () => {
  const teacher = Float64Array.of(0.6, 0.3, 0.1)
  const tileTeacher = Float64Array.of(
    0.7,
    0.2,
    0.1,
    0.05,
    0.9,
    0.05,
    0.34,
    0.33,
    0.33,
    0.8,
    0.15,
    0.05,
  )
  const labels = rows([1, 0, 0], { teacher, tileTeacher })
  const asked = { threshold: 0.5, topk: 3 }
  const opinions = (parameters: Record<string, number>, given = labels) => [
    ...(focusedOpinions(given, 3, { ...asked, ...parameters }) ?? []),
  ]

  it('takes for present what is strong in the picture or in one tile', () => {
    expect(opinions({ eta: 0.3 })).toEqual([1, 1, 0])
    expect(opinions({ eta: 0.5 })).toEqual([1, 1, 0])
  })

  // The worked example has 0.70, 0.60 and 0.215 at the low bar, 0.075 for the last class at the high one.
  it.each([
    [0.3, 0.215, 1],
    [0.3, 0.2151, 0],
    [0.5, 0.075, 1],
    [0.5, 0.0751, 0],
    [0.3, 0.6001, 0],
  ])('with a bar of %d and a threshold of %d the last class gives %d', (eta, threshold, last) => {
    expect(opinions({ eta, threshold })[2]).toBe(last)
  })

  it('never asks of a tile more than the observed class has in the picture', () => {
    const shy = rows([0, 0, 1], { teacher, tileTeacher })
    expect(opinions({ eta: 0.5, threshold: 0.2 }, shy)).toEqual([1, 1, 1])
  })

  it('takes no more classes than it may and drops the weakest', () => {
    expect(opinions({ eta: 0.3, threshold: 0, topk: 1 })).toEqual([1, 0, 0])
    expect(opinions({ eta: 0.3, threshold: 0, ratio: 0.7 })).toEqual([1, 0, 0])
    expect(opinions({ eta: 0.3, threshold: 0, ratio: 0.7, useNegatives: 1 })).toEqual([1, -1, -1])
  })

  it('goes by the whole picture where there are no tiles', () => {
    const whole = rows([1, 0, 0], { teacher })
    expect(opinions({ eta: 0.3, threshold: 0.3 }, whole)).toEqual([1, 1, 0])
  })
})
