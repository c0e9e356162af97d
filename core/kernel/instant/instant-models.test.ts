import { describe, expect, it } from 'vitest'
import { plainMatMul } from '../mat-mul'
import { RandomState } from '../rng'
import { drain } from '../symmetric-inverse'
import { toFeatureSpace } from './feature-space'
import type { FeatureSpace, InstantModel, Targets } from './instant-model'
import { KernelRidge } from './kernel-ridge'
import { PrimalRidge } from './primal-ridge'

const ROWS = 60
const DIM = 12
const TRAIN = 48

/** Two classes that show in the first two columns, and noise. */
function scene(): { space: FeatureSpace; truth: number[][] } {
  const rng = new RandomState(5)
  const truth = Array.from({ length: ROWS }, () => [rng.interval(1), rng.interval(1)])
  const features = Float32Array.from({ length: ROWS * DIM }, (_, i) => {
    const signal = truth[Math.floor(i / DIM)]?.[i % DIM] ?? 0
    return 2 * signal + 0.5 * rng.normal()
  })
  const mask = Array.from({ length: ROWS }, (_, i) => (i < TRAIN ? 1 : 0))
  return { space: toFeatureSpace(features, DIM, mask), truth }
}

const positivesOf = (truth: number[][], upTo: number): Targets => ({
  positives: [0, 1].map((c) => truth.flatMap((row, i) => (i < upTo && row[c] === 1 ? [i] : []))),
})

const builders: [string, (space: FeatureSpace, targets: Targets) => InstantModel][] = [
  ['primal', (space, targets) => drain(PrimalRidge.buildSteps(space, targets, plainMatMul))],
  [
    'kernel',
    (space, targets) =>
      new KernelRidge(space, drain(KernelRidge.partsSteps(space, plainMatMul)), targets),
  ],
]

function scoresOf(model: InstantModel, classIndex: number): Float32Array {
  const out = new Float32Array(ROWS)
  model.scores(classIndex, out)
  return out
}

describe.each(builders)('the %s form', (_, build) => {
  it('ranks pictures it never saw', () => {
    const { space, truth } = scene()
    const scores = scoresOf(build(space, positivesOf(truth, TRAIN)), 0)
    const mean = (label: number) => {
      const of = truth.flatMap((row, i) => (i >= TRAIN && row[0] === label ? [scores[i] ?? 0] : []))
      return of.reduce((sum, value) => sum + value, 0) / of.length
    }
    expect(mean(1)).toBeGreaterThan(mean(0) + 0.2)
  })

  it('changes with an update and goes back with its opposite', () => {
    const { space, truth } = scene()
    const all = positivesOf(truth, TRAIN)
    const [first = []] = all.positives
    const dropped = first.slice(0, 3)
    const model = build(space, all)
    const before = scoresOf(model, 0)
    model.update(
      0,
      dropped.map((row) => ({ row, delta: -1 })),
    )
    const after = scoresOf(model, 0)
    expect(after).not.toEqual(before)
    model.update(
      0,
      dropped.map((row) => ({ row, delta: 1 })),
    )
    scoresOf(model, 0).forEach((value, i) => {
      expect(value).toBeCloseTo(before[i] ?? 0, 4)
    })
  })

  it('is after updates what it is when it starts from their outcome', () => {
    const { space, truth } = scene()
    const all = positivesOf(truth, TRAIN)
    const few = { positives: all.positives.map((rows) => rows.slice(0, 2)) }
    const model = build(space, few)
    all.positives.forEach((rows, c) => {
      model.update(
        c,
        rows.slice(2).map((row) => ({ row, delta: 1 })),
      )
    })
    const fresh = scoresOf(build(space, all), 0)
    scoresOf(model, 0).forEach((value, i) => {
      expect(value).toBeCloseTo(fresh[i] ?? 0, 5)
    })
  })

  it('leaves the other classes alone', () => {
    const { space, truth } = scene()
    const model = build(space, positivesOf(truth, TRAIN))
    const before = scoresOf(model, 1)
    model.update(0, [{ row: 1, delta: 1 }])
    expect(scoresOf(model, 1)).toEqual(before)
  })

  it('says of a label what it would say had it not seen it', () => {
    const { space, truth } = scene()
    const targets = positivesOf(truth, TRAIN)
    const row = targets.positives[0]?.[0] ?? 0
    const model = build(space, targets)
    const held = model.leaveOneOut(0, [row])[0] ?? 0
    // The score of the row when it is no training row at all, with the same mean.
    const without = {
      ...space,
      trainRows: space.trainRows.filter((other) => other !== row),
    }
    const rest = positivesOf(truth, TRAIN).positives.map((rows) => rows.filter((r) => r !== row))
    const refitted = scoresOf(build(without, { positives: rest }), 0)[row] ?? 0
    expect(Math.abs(held - refitted)).toBeLessThan(0.03)
  })

  it('keeps quiet about a class without a positive', () => {
    const { space } = scene()
    const model = build(space, { positives: [[], []] })
    expect(Math.max(...scoresOf(model, 0).map(Math.abs))).toBeLessThan(1e-6)
  })

  it('accepts a project without pictures', () => {
    const space = toFeatureSpace(new Float32Array(0), 0, [])
    const model = build(space, { positives: [[]] })
    expect(() => {
      model.scores(0, new Float32Array(0))
    }).not.toThrow()
  })
})

describe('toFeatureSpace', () => {
  it('gives rows of length 1 and silences columns without spread', () => {
    const features = Float32Array.of(1, 5, 2, 5, 4, 5)
    const space = toFeatureSpace(features, 2, [1, 1, 1])
    const rows = new Float32Array(6)
    for (let row = 0; row < 3; row++) space.packed.unpack(row, rows, 2 * row)
    expect([...rows].map((value) => Math.round(1e4 * value) / 1e4)).toEqual([-1, 0, -1, 0, 1, 0])
  })
})
