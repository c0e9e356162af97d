import { describe, expect, it } from 'vitest'
import { RandomState } from '../kernel/rng'
import { evidenceOf } from './evidence'
import { applyHead } from './head'
import type { Head } from './head'

const rng = new RandomState(11)
const normals = (count: number) => Float32Array.from({ length: count }, () => rng.normal())
const [CHANNELS, POSITIONS, CLASSES] = [6, 9, 3]

function headOf(kind: Head['kind'], features: number): Head {
  const std = normals(features).map((x) => 0.5 + Math.abs(x))
  const weights = normals(features * CLASSES)
  return {
    kind,
    features,
    classes: CLASSES,
    weights,
    bias: normals(CLASSES),
    mean: normals(features),
    std,
  }
}

/** Mean of each channel, then its GeM. map [positions, channels]. */
function pool(map: Float32Array, withGem: boolean): Float32Array {
  const channel = (d: number) => map.filter((_, i) => i % CHANNELS === d)
  const average = (values: Float32Array) => values.reduce((a, b) => a + b, 0) / POSITIONS
  const all = Array.from({ length: CHANNELS }, (_, d) => channel(d))
  const means = all.map(average)
  const gems = all.map((x) => Math.cbrt(average(x.map((v) => Math.max(v, 0) ** 3))))
  return Float32Array.from(withGem ? [...means, ...gems] : means)
}

const mean = (values: Float32Array) => values.reduce((a, b) => a + b, 0) / values.length

describe('applyHead', () => {
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
    const head = headOf('map', CHANNELS)
    const map = normals(POSITIONS * CHANNELS)
    const atPositions = applyHead(head, map)
    const atImage = applyHead(head, pool(map, false))
    for (let c = 0; c < CLASSES; c++) {
      const logits = atPositions.filter((_, i) => i % CLASSES === c)
      expect(mean(logits)).toBeCloseTo(atImage[c] ?? Number.NaN, 4)
    }
  })
})

describe('evidenceOf', () => {
  it.each([
    ['a map head', 'map', CHANNELS],
    ['a linear head on means', 'linear', CHANNELS],
    ['a linear head on means and GeM', 'linear', 2 * CHANNELS],
  ] as const)('averages to the logit without its constant part for %s', (_, kind, features) => {
    const head = headOf(kind, features)
    const map = normals(POSITIONS * CHANNELS)
    const nothing = applyHead(head, new Float32Array(features))
    const logits = applyHead(head, pool(map, features > CHANNELS))
    for (let c = 0; c < CLASSES; c++) {
      const expected = (logits[c] ?? 0) - (nothing[c] ?? 0)
      expect(mean(evidenceOf(head, map, CHANNELS, c))).toBeCloseTo(expected, 4)
    }
  })

  it('points at the only position that responds', () => {
    const head = { ...headOf('linear', 2 * CHANNELS), weights: new Float32Array(36).fill(1) }
    const map = new Float32Array(POSITIONS * CHANNELS).fill(1, 4 * CHANNELS, 5 * CHANNELS)
    const evidence = evidenceOf(head, map, CHANNELS, 0)
    expect(evidence[4]).toBeGreaterThan(0)
    expect(evidence.filter((_, p) => p !== 4).every((value) => value === 0)).toBe(true)
  })
})
