import { describe, expect, it } from 'vitest'
import { toFeatureSpace } from '../kernel/instant/feature-space'
import { KernelRidge } from '../kernel/instant/kernel-ridge'
import { plainMatMul } from '../kernel/mat-mul'
import { RandomState } from '../kernel/rng'
import { drain } from '../kernel/symmetric-inverse'
import { InstantEngine, type InstantInput } from './instant-engine'

const COUNT = 80
const DIM = 8

function input(): InstantInput {
  const rng = new RandomState(4)
  const states = new Int8Array(COUNT * 2)
  const features = new Float32Array(COUNT * DIM)
  for (let image = 0; image < COUNT; image++) {
    const kind = image % 2
    if (image % 8 < 2) states[image * 2 + kind] = 1
    for (let k = 0; k < DIM; k++) {
      features[image * DIM + k] = rng.normal() + (k === kind ? 3 : 0)
    }
  }
  const trainMask = Array.from({ length: COUNT }, (_, i) => Number(i < 70))
  return { space: toFeatureSpace(features, DIM, trainMask), classCount: 2, states }
}

const load = (given = input()) => InstantEngine.load(given, plainMatMul)

describe('InstantEngine', () => {
  it('scores every image on shared memory, those that it never saw too', async () => {
    const { scores } = await load()
    expect(scores.buffer).toBeInstanceOf(SharedArrayBuffer)
    for (let image = 70; image < COUNT; image++) {
      const kind = image % 2
      expect(scores[image * 2 + kind]).toBeGreaterThan(scores[image * 2 + 1 - kind] ?? 0)
    }
  })

  it('says which classes a decision changed: a present one, not an absent one', async () => {
    const engine = await load()
    const before = engine.scores.slice()
    expect(engine.update([{ image: 2, class: 1, state: -1 }])).toEqual([])
    expect(engine.update([{ image: 3, class: 1, state: 1 }])).toEqual([1])
    expect(engine.scores[2 * 2 + 1]).not.toBe(before[2 * 2 + 1])
    expect(engine.scores[2 * 2]).toBe(before[2 * 2])
  })

  it('never learns from an image outside of the training part', async () => {
    const engine = await load()
    expect(engine.update([{ image: 75, class: 1, state: 1 }])).toEqual([])
  })

  it('swaps to the kernel form with the decisions that were taken meanwhile', async () => {
    const engine = await load()
    const parts = drain(KernelRidge.partsSteps(input().space, plainMatMul))
    const taking = engine.takeKernel(parts)
    engine.update([{ image: 3, class: 1, state: 1 }])
    await taking
    expect(engine.form).toBe('kernel')
    const direct = await load()
    await direct.prepareKernel()
    direct.update([{ image: 3, class: 1, state: 1 }])
    engine.scores.forEach((score, i) => {
      expect(score).toBeCloseTo(direct.scores[i] ?? 0, 5)
    })
  })

  it.each(['primal', 'kernel'])('tells what was scored on asking, %s form', async (form) => {
    const engine = await load()
    if (form === 'kernel') await engine.prepareKernel()
    const first = Array.from({ length: 12 }, (_, i) => 2 * i + 3)
    const second = Array.from({ length: 12 }, (_, i) => 2 * i + 31)
    const asked: number[] = []
    for (const page of [first, second]) {
      asked.push(...page.map((image) => engine.scores[image * 2] ?? 0))
      engine.update(page.map((image) => ({ image, class: 0, state: 1 })))
    }
    const pages = [...first.map(() => 1), ...second.map(() => 2)]
    for (let turn = 0; turn < 2; turn++) {
      const heldOut = engine.heldOut(0, [...first, ...second], pages)
      heldOut.forEach((score, k) => {
        expect(score).toBeCloseTo(asked[k] ?? 0, 5)
      })
    }
  })

  it.each(['primal', 'kernel'])(
    'leaves a seed out of what is said of it, %s form',
    async (form) => {
      const given = input()
      const engine = await load(given)
      if (form === 'kernel') await engine.prepareKernel()
      const [alone = 0] = engine.heldOut(0, [8], [])
      const others = given.states.slice()
      others[8 * 2] = 0
      const without = await load({ ...given, states: others })
      if (form === 'kernel') await without.prepareKernel()
      expect(given.states[8 * 2]).toBe(1)
      expect(Math.abs(alone - (without.scores[8 * 2] ?? 0))).toBeLessThan(0.1)
      expect(alone).toBeLessThan((engine.scores[8 * 2] ?? 0) + 1e-6)
    },
  )

  it('stays what it is when preparing is cancelled', async () => {
    const engine = await load()
    await expect(engine.prepareKernel(AbortSignal.abort())).rejects.toMatchObject({
      code: 'CANCELLED',
    })
    expect(engine.form).toBe('primal')
  })

  it('points with its evidence at the channel that carries the class', async () => {
    const { mean, gem } = (await load()).evidence(1)
    expect([mean.length, gem.length]).toEqual([4, 4])
    expect(mean.indexOf(Math.max(...mean))).toBe(1)
  })

  it('accepts a project without classes, and one without seeds', async () => {
    const none = await load({ ...input(), classCount: 0, states: new Int8Array(0) })
    expect(none.scores).toHaveLength(0)
    const seedless = await load({ ...input(), states: new Int8Array(COUNT * 2) })
    expect(Math.max(...seedless.scores.map(Math.abs))).toBeLessThan(1e-6)
  })
})
