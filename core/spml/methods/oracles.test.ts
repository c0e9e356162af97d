import { describe, expect, it } from 'vitest'
import { RandomState } from '../../kernel/rng'
import { ABSENT, NO_PSEUDO, PRESENT, UNDECIDED } from '../method'
import type { LabelRows, Method, Moment, Parameters } from '../method'
import { completeParameters, findMethod, methods } from '.'

type Oracle = {
  name: string
  method: string
  rows: 1 | 2
  given?: Parameters
  pseudo?: number[]
  loss: number
  grad: number[]
}

const LOGITS = [2, -1, 0.5, -0.5, 1.5, -2]
const LABELS = [1, 0, 0, 0, 0, 1]
/** With six labels in the second epoch these percentages suspect exactly one and two of them. */
const ONE_SUSPECT = 100 / 6
const TWO_SUSPECTS = 200 / 6

// Computed in float64 from the published formulas; gradients by central differences.
const oracles: Oracle[] = [
  {
    name: 'an padded',
    method: 'an',
    rows: 1,
    loss: 0.47140505,
    grad: [-0.03973386, 0.08964591, 0.20748095],
  },
  {
    name: 'an exact',
    method: 'an',
    rows: 1,
    given: { eps: 0 },
    loss: 0.47142223,
    grad: [-0.03973431, 0.08964714, 0.20748644],
  },
  {
    name: 'an padded, two images',
    method: 'an',
    rows: 2,
    loss: 0.95274644,
    grad: [-0.01986693, 0.04482296, 0.10374047, 0.06292243, 0.13625494, -0.1467872],
  },
  {
    name: 'an exact, two images',
    method: 'an',
    rows: 2,
    given: { eps: 0 },
    loss: 0.95278083,
    grad: [-0.01986715, 0.04482357, 0.10374322, 0.06292344, 0.13626241, -0.14679951],
  },
  {
    name: 'wan',
    method: 'wan',
    rows: 1,
    loss: 0.2568553,
    grad: [-0.03973386, 0.04482296, 0.10374047],
  },
  {
    name: 'wan, two images',
    method: 'wan',
    rows: 2,
    loss: 0.66418662,
    grad: [-0.01986693, 0.02241148, 0.05187024, 0.03146122, 0.06812747, -0.1467872],
  },
  {
    name: 'n-ls',
    method: 'n-ls',
    rows: 1,
    loss: 0.48807129,
    grad: [-0.03973386, 0.05631361, 0.17414837],
  },
  {
    name: 'n-ls, two images',
    method: 'n-ls',
    rows: 2,
    loss: 0.94441343,
    grad: [-0.01986693, 0.0281568, 0.08707418, 0.04625614, 0.11958906, -0.1467872],
  },
  {
    name: 'em',
    method: 'em',
    rows: 1,
    given: { alpha: 0.2 },
    loss: -0.04069514,
    grad: [-0.03973386, -0.01310746, 0.00783346],
  },
  {
    name: 'em, small alpha',
    method: 'em',
    rows: 1,
    given: { alpha: 0.1 },
    loss: 0.0008052,
    grad: [-0.03973386, -0.00655373, 0.00391673],
  },
  {
    name: 'em, two images',
    method: 'em',
    rows: 2,
    given: { alpha: 0.2 },
    loss: 0.29619782,
    grad: [-0.01986693, -0.00655373, 0.00391673, -0.00391673, 0.00745732, -0.1467872],
  },
  {
    name: 'em-apl',
    method: 'em-apl',
    rows: 1,
    given: { alpha: 0.2, beta: 0.02 },
    pseudo: [NaN, 0.05, NaN],
    loss: 0.00053871,
    grad: [-0.03973386, 0.0014596, 0.00783346],
  },
  {
    name: 'em-apl, other weights',
    method: 'em-apl',
    rows: 1,
    given: { alpha: 0.1, beta: 0.9 },
    pseudo: [NaN, 0.05, NaN],
    loss: 0.12918536,
    grad: [-0.03973386, 0.06568179, 0.00391673],
  },
  {
    name: 'll-r, one suspect',
    method: 'll-r',
    rows: 2,
    given: { delta: ONE_SUSPECT },
    loss: 0.66921195,
    grad: [-0.01986715, 0.04482357, 0.10374322, 0.06292344, 0, -0.14679951],
  },
  {
    name: 'll-ct, one suspect',
    method: 'll-ct',
    rows: 2,
    given: { delta: ONE_SUSPECT },
    loss: 0.70278083,
    grad: [-0.01986715, 0.04482357, 0.10374322, 0.06292344, -0.03040425, -0.14679951],
  },
  {
    name: 'll-r, two suspects',
    method: 'll-r',
    rows: 2,
    given: { delta: TWO_SUSPECTS },
    loss: 0.50686578,
    grad: [-0.01986715, 0.04482357, 0, 0.06292344, 0, -0.14679951],
  },
  {
    name: 'll-ct, two suspects',
    method: 'll-ct',
    rows: 2,
    given: { delta: TWO_SUSPECTS },
    loss: 0.61944749,
    grad: [-0.01986715, 0.04482357, -0.06292344, 0.06292344, -0.03040425, -0.14679951],
  },
  {
    name: 'll-cp, two suspects',
    method: 'll-cp',
    rows: 2,
    given: { delta: TWO_SUSPECTS },
    loss: 0.61944749,
    grad: [-0.01986715, 0.04482357, -0.06292344, 0.06292344, -0.03040425, -0.14679951],
  },
]

const SECOND_EPOCH = { epoch: 2, epochs: 10, step: 2, steps: 1, classes: 3 }

function stepMethod(
  method: Method,
  logits: Float32Array,
  labels: LabelRows,
  moment: Moment,
  parameters: Parameters,
) {
  const step = method.step({ outputs: { logits }, labels, moment, parameters, state: {} })
  return { ...step, grad: step.grads.logits }
}

function labelsOf(state: readonly number[], pseudo?: readonly number[]): LabelRows {
  return {
    state: Int8Array.from(state),
    pseudo: Float32Array.from(pseudo ?? state.map(() => NO_PSEUDO)),
    truth: Uint8Array.from(state, (_, i) => i % 2),
  }
}

/** Within 1e-5 of the expected value, relative, or half of its last printed digit. */
function expectNear(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThan(1e-5 * Math.abs(expected) + 1.5e-8)
}

describe('loss and gradient of a method', () => {
  it.each(oracles)('$name agree with the published formula', (oracle) => {
    const method = findMethod(oracle.method)
    const size = oracle.rows * 3
    const parameters = completeParameters(method, oracle.given ?? {}, 10)
    const labels = labelsOf(LABELS.slice(0, size), oracle.pseudo)
    const logits = Float32Array.from(LOGITS.slice(0, size))
    const { loss, grad } = stepMethod(method, logits, labels, SECOND_EPOCH, parameters)
    expectNear(loss, oracle.loss)
    oracle.grad.forEach((expected, i) => {
      expectNear(grad[i] ?? Number.NaN, expected)
    })
  })

  it.each(methods.map(({ info }) => info.id))('%s has the gradient of its loss', (id) => {
    const method = findMethod(id)
    const parameters = completeParameters(method, id.startsWith('ll') ? { delta: 10 } : {}, 10)
    const rng = new RandomState(7)
    const logits = Float32Array.from({ length: 28 }, () => 2 * rng.normal())
    const state = Array.from({ length: 28 }, (_, i) => [1, 0, 0, -1, 0, 2, 0][i % 7] ?? 0)
    const labels = labelsOf(
      state,
      state.map((label, i) => (label === 0 && i % 4 === 0 ? 0.2 : NaN)),
    )
    const moment = { epoch: 2, epochs: 10, step: 2, steps: 1, classes: 7 }
    const lossAt = (i: number, z: number) => {
      const moved = logits.with(i, z)
      return stepMethod(method, moved, labels, moment, parameters).loss
    }
    const { grad } = stepMethod(method, logits, labels, moment, parameters)
    for (const [i, z] of logits.entries()) {
      const [up, down] = [Math.fround(z + 1e-3), Math.fround(z - 1e-3)]
      const slope = (lossAt(i, up) - lossAt(i, down)) / (up - down)
      expect(grad[i]).toBeCloseTo(slope, 5)
    }
  })

  it.each(methods.map(({ info }) => info.id))('%s takes the word of people as it is', (id) => {
    const method = findMethod(id)
    const parameters = completeParameters(method, id.startsWith('ll') ? { delta: 100 } : {}, 10)
    const labels = labelsOf([PRESENT, ABSENT, UNDECIDED], [0.3, 0.3, 0.3])
    const { grad } = stepMethod(method, new Float32Array(3), labels, SECOND_EPOCH, parameters)
    expect(grad[0]).toBeLessThan(0)
    expect(grad[1]).toBeGreaterThan(0)
    expect(grad[2]).toBe(0)
  })

  it('trains on the hidden truth only where a method says that it does', () => {
    const at = (id: string) => {
      const method = findMethod(id)
      const parameters = completeParameters(method, {}, 10)
      const labels = { ...labelsOf([1, 0, 0]), truth: Uint8Array.of(1, 1, 0) }
      return stepMethod(method, new Float32Array(3), labels, SECOND_EPOCH, parameters).grad
    }
    expect([...at('bce-full')].map(Math.sign)).toEqual([-1, -1, 1])
    expect([...at('bce-iun')].map(Math.sign)).toEqual([-1, 0, 1])
    expect([...at('an')].map(Math.sign)).toEqual([-1, 1, 1])
  })

  it('keeps what the permanent correction marked and leaves its input alone', () => {
    const method = findMethod('ll-cp')
    const parameters = completeParameters(method, { delta: ONE_SUSPECT }, 10)
    const labels = labelsOf(LABELS)
    const logits = Float32Array.from(LOGITS)
    const step = stepMethod(method, logits, labels, SECOND_EPOCH, parameters)
    expect(step.marked).toEqual([4])
    expect(step.pseudo[4]).toBe(1)
    expect(labels.pseudo.every(Number.isNaN)).toBe(true)
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
    const parameters = completeParameters(method, {}, 10)
    const labels = labelsOf(Array.from({ length: 320 }, () => 0))
    const logits = Float32Array.from({ length: 320 }, (_, i) => i / 100)
    const moment = { epoch, epochs: 10, step: epoch, steps: 1, classes: 20 }
    expect(stepMethod(method, logits, labels, moment, parameters).marked).toHaveLength(count)
  })
})
