import { describe, expect, it } from 'vitest'
import { RandomState } from '../kernel/rng'
import type { Head } from './head'
import { applyHead } from './test-head'

const rng = new RandomState(11)
const normals = (count: number) => Float32Array.from({ length: count }, () => rng.normal())
const [CHANNELS, POSITIONS, CLASSES] = [6, 9, 3]

const mean = (values: Float32Array) => values.reduce((a, b) => a + b, 0) / values.length

describe('foldHead', () => {
  it('standardises, weighs and adds the bias', () => {
    const head: Head = {
      kind: 'linear',
      features: 2,
      classes: 1,
      weights: Float32Array.of(2, 3),
      bias: Float32Array.of(0.5),
      mean: Float32Array.of(1, 1),
      std: Float32Array.of(2, 1),
    }
    expect([...applyHead(head, Float32Array.of(3, 2, 1, 1))]).toEqual([5.5, 0.5])
  })

  it('gives an image the mean of the logits of its positions, for a map head', () => {
    const head: Head = {
      kind: 'map',
      features: CHANNELS,
      classes: CLASSES,
      weights: normals(CHANNELS * CLASSES),
      bias: normals(CLASSES),
      mean: normals(CHANNELS),
      std: normals(CHANNELS).map((x) => 0.5 + Math.abs(x)),
    }
    const map = normals(POSITIONS * CHANNELS)
    const pooled = Float32Array.from({ length: CHANNELS }, (_, d) =>
      mean(map.filter((_value, i) => i % CHANNELS === d)),
    )
    const atPositions = applyHead(head, map)
    const atImage = applyHead(head, pooled)
    for (let c = 0; c < CLASSES; c++) {
      const logits = atPositions.filter((_, i) => i % CLASSES === c)
      expect(mean(logits)).toBeCloseTo(atImage[c] ?? Number.NaN, 4)
    }
  })
})
