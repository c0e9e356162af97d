import { describe, expect, it } from 'vitest'
import { evidenceMap } from '../../inference/heat-map'
import { plainMatMul } from '../../kernel/mat-mul'
import { RandomState } from '../../kernel/rng'
import type { ClosedFormHead } from './closed-form-head'
import { evidenceOf } from './evidence'
import { madeUpHead } from './test-closed-form'

const sizes = { channels: 4, features: 8, classes: 3, cells: 9, rank: 4, images: 6 }
const none = new Float32Array(0)
const brightest = (values: Float32Array) => values.indexOf(Math.max(...values))

/** An attention whose class c looks for channel c, in a space that is the channels themselves. */
function plainAttention(): ClosedFormHead {
  const head = madeUpHead(sizes, ['kernel', 'attention', 'lda'])
  const expert = head.experts.attention
  if (!expert) throw new Error('It has an attention.')
  expert.projection.matrix.fill(0)
  expert.evidence.fill(0)
  for (let c = 0; c < sizes.classes; c++) {
    expert.projection.matrix[c * sizes.rank + c] = 1
    expert.evidence[c * sizes.classes + c] = 1
  }
  return head
}

describe('evidence of a closed-form classifier', () => {
  it('points at the place that the attention looks at, for every class', () => {
    const head = plainAttention()
    // Three by three places; channel c is bright at place 2 c + 1.
    const map = new Float32Array(sizes.channels * sizes.cells)
    for (let c = 0; c < sizes.classes; c++) map[c * sizes.cells + 2 * c + 1] = 5
    for (let c = 0; c < sizes.classes; c++) {
      const { weights, offset } = evidenceOf(head, c)
      expect(weights).toHaveLength(sizes.channels)
      const seen = evidenceMap(map, sizes.cells, { mean: weights, gem: none, offset })
      expect(brightest(seen)).toBe(2 * c + 1)
    }
  })

  it('is what the attention weighs its cells by, its projection and offset included', () => {
    const head = madeUpHead(sizes, ['attention'])
    const { projection, evidence } = head.experts.attention ?? { projection: null, evidence: none }
    if (!projection) throw new Error('It has an attention.')
    const rng = new RandomState(5)
    const cell = Float32Array.from({ length: sizes.channels }, () => rng.normal())
    const { weights, offset } = evidenceOf(head, 2)
    const said = cell.reduce((sum, x, d) => sum + x * (weights[d] ?? 0), -offset)
    const projected = plainMatMul(cell, 1, sizes.channels, projection.matrix, sizes.rank)
    const truth = projected.reduce(
      (sum, x, r) => sum + (x + (projection.offset[r] ?? 0)) * (evidence[r * 3 + 2] ?? 0),
      0,
    )
    expect(said).toBeCloseTo(truth, 4)
  })

  it.each(['ridge', 'lda'] as const)('is the weights of %s where there is no attention', (name) => {
    const head = madeUpHead(sizes, [name])
    const { weights, offset } = evidenceOf(head, 1)
    const own = head.experts[name]?.weights ?? none
    weights.forEach((weight, d) => {
      expect(weight).toBeCloseTo((own[d * 3 + 1] ?? 0) / (head.std[d] ?? 1), 5)
    })
    const average = head.mean.reduce((sum, x, d) => sum + x * (weights[d] ?? 0), 0)
    expect(offset).toBeCloseTo(average, 4)
  })

  it('of a kernel alone is how its score changes next to the average row', () => {
    const head = madeUpHead(sizes, ['kernel'])
    const { kernel } = head.experts
    if (!kernel) throw new Error('It has a kernel.')
    const { rows, duals, sharpness } = kernel
    const scoreAt = (row: Float32Array) =>
      plainMatMul(rows, sizes.images, sizes.features, row, 1).reduce(
        (sum, cosine, n) => sum + (duals[n * 3] ?? 0) * Math.exp(sharpness * (cosine - 1)),
        0,
      )
    const { weights } = evidenceOf(head, 0)
    for (let d = 0; d < sizes.features; d++) {
      const step = Float32Array.from({ length: sizes.features }, (_, k) => (k === d ? 1e-2 : 0))
      const slope = (scoreAt(step) - scoreAt(step.map((x) => -x))) / 2e-2
      expect((weights[d] ?? Number.NaN) * (head.std[d] ?? 1)).toBeCloseTo(slope, 3)
    }
  })
})
