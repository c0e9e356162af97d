import { describe, expect, it } from 'vitest'
import { ABSENT, NO_PSEUDO, PRESENT, UNKNOWN } from '../method'
import type { Outputs, Parameters, StepInput } from '../method'
import { completeParameters, findMethod } from '.'

const STATE = [PRESENT, UNKNOWN, UNKNOWN, UNKNOWN, ABSENT, UNKNOWN]
const LOGITS = [2, -1, 4, -0.5, 3, -4]

/** Two images of three classes; every view sees what the plain one does, the masked one half of it. */
function inputOf(
  id: string,
  epoch: number,
  given: Parameters = {},
  outputs: Partial<Outputs> = {},
) {
  const method = findMethod(id)
  const parameters = completeParameters(method, given, 10)
  const logits = Float64Array.from(LOGITS)
  const states = Int8Array.from(STATE)
  const input: StepInput = {
    outputs: {
      logits,
      strong: logits,
      masked: logits.map((z) => z / 2),
      estimate: logits,
      embedding: logits,
      strongEmbedding: logits,
      latentMean: logits,
      latentLogDeviation: logits.map(() => 0),
      reward: logits.map((_, i) => i / 10),
      ...outputs,
    },
    labels: { state: states, pseudo: new Float32Array(6).fill(NO_PSEUDO) },
    moment: { epoch, epochs: 10, step: 4 * epoch, steps: 4, classes: 3 },
    parameters,
    state: method.begin?.({ classes: 3, images: 2, parameters, states }) ?? {},
  }
  return { method, input, step: () => method.step(input) }
}

describe('IGNORE', () => {
  it('rejects nothing while it warms up, but learns what is usual', () => {
    const { marked, state } = inputOf('ignore', 3).step()
    expect(marked).toEqual([])
    expect(state['tau']?.[0]).toBeCloseTo(0.001, 6)
  })

  it('then rejects unknown labels that depend on the region and score above what is usual', () => {
    const { marked, grads } = inputOf('ignore', 4, { lamReg: 0 }).step()
    expect(marked).toEqual([2])
    expect([grads.strong?.[2], grads.strong?.[4]]).toEqual([0, expect.any(Number)])
    expect(grads.strong?.[4]).toBeGreaterThan(0)
  })

  it('rejects nothing where hiding changes nothing', () => {
    const { input, step } = inputOf('ignore', 9, {}, { masked: Float64Array.from(LOGITS) })
    expect(step().marked).toEqual([])
    expect(step().state['tau']).toEqual(input.state['tau'])
  })
})

describe('PLC and LAC', () => {
  it('take for false negatives what the plain view is sure of, and people at their word', () => {
    const { marked, grads } = inputOf('plc', 1).step()
    expect(marked).toEqual([2])
    expect([...(grads.strong ?? [])].map(Math.sign)).toEqual([-1, 1, -1, 1, 1, 1])
  })

  it('begin to contrast after the first stage, in which LAC is PLC', () => {
    const first = inputOf('lac', 5).step()
    const plc = inputOf('plc', 5).step()
    expect(first).toMatchObject({ loss: plc.loss, grads: plc.grads, marked: plc.marked })
    expect(first.state['queue']).toHaveLength(0)
    const second = inputOf('lac', 6).step()
    expect(second.state['queueLabels']?.subarray(0, 3)).toEqual(Float32Array.of(1, 3, 0))
    expect(second.parts?.['lac']).toBeGreaterThan(0)
  })

  it('need epochs after the first stage', () => {
    expect(() => completeParameters(findMethod('lac'), { firstEpochs: 10 }, 10)).toThrow(
      'leave none',
    )
    expect(() => completeParameters(findMethod('ignore'), { warmup: 10 }, 10)).toThrow('leave none')
  })
})

describe('SMILE', () => {
  it('moves the targets of unknown labels to the estimate, those of decided ones hardly', () => {
    const { grads } = inputOf('smile', 1, { eps: 0, mu: 0.3, prior: 0.1, bias: 0, rate: 1 }).step()
    const p = (i: number) => 1 / (1 + Math.exp(-(LOGITS[i] ?? 0)))
    expect(grads.logits[1]).toBeCloseTo((p(1) - (0.3 * p(1) + 0.07)) / 6, 5)
    expect(grads.logits[4]).toBeCloseTo(p(4) / 6, 5)
  })

  it('holds the estimate to the neighbourhood of pictures where it is known', () => {
    const neighbours = Float64Array.of(0, 1, 1, 0)
    const { parts } = inputOf('smile', 1, { gamma: 1 }, { neighbours }).step()
    expect(parts?.['graph']).toBeGreaterThan(0)
    expect(inputOf('smile', 1).step().parts).not.toHaveProperty('graph')
  })
})

describe('MIME', () => {
  it('takes certain labels for present for good, but none that people decided', () => {
    const { method, input } = inputOf('mime', 2)
    const { pseudo = new Float32Array(0) } = method.afterEpoch?.(input) ?? {}
    expect([...pseudo]).toEqual([NaN, NaN, 1, NaN, NaN, NaN])
    const later = { ...input, labels: { ...input.labels, pseudo } }
    const lower = { ...later, outputs: { ...input.outputs, logits: new Float64Array(6) } }
    expect(method.afterEpoch?.(lower).pseudo).toEqual(pseudo)
    const { grads, marked } = method.step(later)
    expect(marked).toEqual([2])
    expect(grads.logits[2]).toBeLessThan(0)
  })

  it('labels after its warm-up and not after the last epoch', () => {
    const { method, input } = inputOf('mime', 2)
    const at = (epoch: number) =>
      method.labelsAfterEpoch?.(input.parameters, { ...input.moment, epoch })
    expect([1, 2, 9, 10].map(at)).toEqual([false, true, true, false])
  })

  it('reads logits by their temperature', () => {
    const { grads } = inputOf('mime', 1, { temperature: 2, eps: 0 }).step()
    expect(grads.logits[1]).toBeCloseTo(1 / (1 + Math.exp(0.5)) / 2 / 6, 6)
  })
})

describe('SCPNet', () => {
  it('smooths by classes that go together in the scores of a teacher', () => {
    const { method, input } = inputOf('scpnet', 1)
    const teacher = Float64Array.of(1, 1, 0, 0, 0, 1)
    const labels = { ...input.labels, teacher }
    const { state = {} } = method.afterEpoch?.({ ...input, labels }) ?? {}
    const [own = 0, with_ = 0, without = 0] = state['relation'] ?? []
    expect(with_).toBeGreaterThan(without)
    expect(own + with_ + without).toBeCloseTo(1, 6)
    const before = method.step(input)
    const after = method.step({ ...input, state })
    expect(after.loss).not.toBe(before.loss)
    expect(after.grads.logits).toEqual(before.grads.logits)
  })

  it('refuses a teacher whose score is no number', () => {
    const { method, input } = inputOf('scpnet', 1)
    const labels = { ...input.labels, teacher: Float64Array.from(LOGITS).fill(Number.NaN) }
    expect(() => method.afterEpoch?.({ ...input, labels })).toThrow('class 1 of image 1')
  })

  it('leaves images without a candidate out of the strong view', () => {
    const low = Float64Array.of(-9, -9, -9, -9, 3, -9)
    const { grads } = inputOf('scpnet', 2, {}, { logits: low }).step()
    expect([...(grads.strong ?? [])].every((slope) => slope === 0)).toBe(true)
  })
})

describe('SemiReward', () => {
  it('asks its judge only after the first tenth of all steps', () => {
    expect(inputOf('semireward', 1).step().marked).toEqual([])
    expect(inputOf('semireward', 2).step().marked).toEqual([2])
  })

  it('keeps what the judge thinks more of', () => {
    const logits = Float64Array.of(2, 3, 4, -0.5, 3, 3)
    const { grads, marked } = inputOf('semireward', 2, {}, { logits }).step()
    expect(marked).toEqual([5])
    expect(grads.strong?.[5]).toBeLessThan(0)
    expect(grads.strong?.[2]).toBe(0)
  })
})
