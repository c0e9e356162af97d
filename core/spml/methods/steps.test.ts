import { describe, expect, it } from 'vitest'
import { RandomState } from '../../kernel/rng'
import { ABSENT, NO_PSEUDO, PRESENT, UNDECIDED } from '../method'
import type { LabelRows, Method, Parameters, StepInput } from '../method'
import { completeParameters, findMethod, methods } from '.'

const CLASSES = 7
const SIZE = 4 * CLASSES
const EPOCH = { epoch: 6, epochs: 10, step: 6, steps: 1 }

/** Parameters under which nothing is held fixed in a step, so that differences see what gradients do. */
const UNHELD: Record<string, Parameters> = Object.fromEntries(
  ['gr', 'gpr', 'aevlp'].map((id) => [id, { w0: 0, wT: 0, sigma0: 1000, sigmaT: 1000 }]),
)

const random = (size: number, seed: number) => {
  const rng = new RandomState(seed)
  return Float64Array.from({ length: size }, () => 2 * rng.normal())
}

/** Labels of every kind, some with targets, and scores of a teacher. */
function labelsOf(state: readonly number[], pseudo: readonly number[] = []): LabelRows {
  return {
    state: Int8Array.from(state),
    pseudo: Float32Array.from(state, (_, i) => pseudo[i] ?? NO_PSEUDO),
    truth: Uint8Array.from(state, (_, i) => i % 2),
    teacher: Float64Array.from(state, (_, i) => (i % 5) / 5),
  }
}

const mixed = Array.from({ length: SIZE }, (_, i) => [1, 0, 0, -1, 0, 2, 0][i % 7] ?? 0)
const targets = mixed.map((label, i) => (label === 0 && i % 4 === 0 ? 0.2 : NO_PSEUDO))

function inputOf(method: Method, given: Parameters, change: Partial<StepInput> = {}): StepInput {
  const parameters = completeParameters(method, given, 10)
  const labels = change.labels ?? labelsOf(mixed, targets)
  const classes = change.moment?.classes ?? CLASSES
  const images = labels.state.length / classes
  return {
    outputs: { logits: random(SIZE, 7) },
    labels,
    moment: { ...EPOCH, classes },
    parameters,
    state: method.begin?.({ classes, images, parameters, states: labels.state }) ?? {},
    ...change,
  }
}

const delta = (id: string): Parameters => (id.includes('ll-') ? { delta: 3 } : {})
const single = methods.filter(({ outputs }) => outputs === undefined).map(({ info }) => info.id)

describe('the gradient of a method', () => {
  it.each(single)('%s is the slope of its loss', (id) => {
    const method = findMethod(id)
    const input = inputOf(method, { ...delta(id), ...UNHELD[id] })
    const { logits } = input.outputs
    const lossAt = (i: number, z: number) =>
      method.step({ ...input, outputs: { logits: Float64Array.from(logits).with(i, z) } }).loss
    const { grads } = method.step(input)
    for (const [i, z] of logits.entries()) {
      const slope = (lossAt(i, z + 1e-5) - lossAt(i, z - 1e-5)) / 2e-5
      expect(grads.logits[i]).toBeCloseTo(slope, 6)
    }
  })

  it.each(['role', 'role-li'])('%s is the slope of its loss on both sides', (id) => {
    const method = findMethod(id)
    const some = random(SIZE, 8)
    const none = new Float64Array(SIZE)
    // Where one side is undecided, what the other learns from it does not move.
    for (const side of ['logits', 'estimate'] as const) {
      const outputsAt = (own: Float64Array) =>
        side === 'logits' ? { logits: own, estimate: none } : { logits: none, estimate: own }
      const input = inputOf(method, {})
      const lossAt = (own: Float64Array) => method.step({ ...input, outputs: outputsAt(own) }).loss
      const { grads } = method.step({ ...input, outputs: outputsAt(some) })
      for (const [i, z] of some.entries()) {
        const slope = (lossAt(some.with(i, z + 1e-5)) - lossAt(some.with(i, z - 1e-5))) / 2e-5
        expect(grads[side]?.[i]).toBeCloseTo(slope, 6)
      }
    }
  })
})

describe('what people decided', () => {
  const decided = labelsOf([PRESENT, ABSENT, UNDECIDED], [0.3, 0.3, 0.3])
  const outputs = { logits: new Float32Array(3), estimate: new Float32Array(3) }
  const moment = { ...EPOCH, classes: 3 }
  /** Compares labels with each other, so nothing pulls where there is nothing to compare with. */
  const ranks = new Set(['pr'])

  it.each(single.filter((id) => !ranks.has(id)))('is taken by %s as it is', (id) => {
    const method = findMethod(id)
    const change = { labels: decided, outputs, moment }
    const { grads } = method.step(inputOf(method, delta(id), change))
    expect(grads.logits[0]).toBeLessThan(0)
    expect(grads.logits[1]).toBeGreaterThan(0)
    expect(grads.logits[2]).toBe(0)
  })

  it('is never written over by what a method marks for good', () => {
    const method = findMethod('ll-cp')
    const labels = labelsOf([1, 0, 0, 0, 0, 1])
    const outputs = { logits: Float32Array.of(2, -1, 0.5, -0.5, 1.5, -2) }
    const input = inputOf(method, { k: 1 }, { labels, outputs, moment: { ...EPOCH, classes: 3 } })
    const step = method.step(input)
    expect(step.marked).toEqual([4])
    expect([...step.pseudo]).toEqual([NaN, NaN, NaN, NaN, 1, NaN])
    expect(labels.pseudo.every(Number.isNaN)).toBe(true)
  })
})

describe('the hidden truth', () => {
  it('is read only where a method says so', () => {
    const labels = { ...labelsOf([1, 0, 0]), truth: Uint8Array.of(1, 1, 0) }
    const change = {
      labels,
      outputs: { logits: new Float32Array(3) },
      moment: { ...EPOCH, classes: 3 },
    }
    const signs = (id: string) => {
      const method = findMethod(id)
      return [...method.step(inputOf(method, {}, change)).grads.logits].map(Math.sign)
    }
    expect(signs('bce-full')).toEqual([-1, -1, 1])
    expect(signs('bce-iun')).toEqual([-1, 0, 1])
    expect(signs('an')).toEqual([-1, 1, 1])
  })
})

describe('the share of suspects', () => {
  it.each([
    [1, 0],
    [2, 2],
    [3, 4],
    [4, 5],
    [5, 7],
  ])('in epoch %i of rejection a batch of 16 x 20 has %i of them', (epoch, count) => {
    const method = findMethod('ll-r')
    const labels = labelsOf(Array.from({ length: 320 }, () => 0))
    const outputs = { logits: Float32Array.from({ length: 320 }, (_, i) => i / 100) }
    const moment = { ...EPOCH, epoch, classes: 20 }
    const step = method.step(inputOf(method, {}, { labels, outputs, moment }))
    expect(step.marked).toHaveLength(count)
  })
})

describe('a batch that holds little', () => {
  const shapes: [string, number[], number][] = [
    ['one class', [1, 0, 0], 1],
    ['two classes', [1, 0, 0, 0], 2],
    ['no positive', [0, 0, 0, 0, 0, 0], 3],
    ['every class present', [1, 1, 1], 3],
    ['everything unknown but absent', [-1, -1, 0], 3],
  ]
  it.each(
    single.flatMap((id) => shapes.map(([name, state, classes]) => ({ id, name, state, classes }))),
  )('costs $id a number with $name', ({ id, state, classes }) => {
    const method = findMethod(id)
    const labels = labelsOf(state)
    const logits = random(state.length, 3).map((z) => 20 * z)
    const moment = { ...EPOCH, classes }
    const { loss, grads } = method.step(
      inputOf(method, {}, { labels, outputs: { logits }, moment }),
    )
    expect(loss).toBeTypeOf('number')
    expect([loss, ...grads.logits].every(Number.isFinite)).toBe(true)
  })
})
