import { describe, expect, it } from 'vitest'
import type { StepInput } from '../method'
import { beginSelected, classAccuracy, findCertain } from './class-accuracy'

const LOGIT = Math.log(0.96 / 0.04)

function input(logits: number[], change: Partial<StepInput> = {}): StepInput {
  return {
    outputs: { logits: Float64Array.from(logits) },
    labels: {
      state: new Int8Array(logits.length),
      pseudo: new Float32Array(logits.length).fill(Number.NaN),
      rows: Uint32Array.of(2),
    },
    moment: { epoch: 1, epochs: 2, step: 1, steps: 1, classes: 3 },
    parameters: { pCutoff: 0.95, hardK: 2 },
    state: beginSelected({ images: 4, classes: 3 }),
    ...change,
  }
}

describe('how well classes are known', () => {
  it('is one of all classes for every class before anything was certain', () => {
    expect([...classAccuracy(new Float32Array(12), 3, 2)]).toEqual([1 / 3, 1 / 3, 1 / 3])
  })

  it('is measured at what is left while that is more, then at the most selected class', () => {
    const early = Float32Array.of(1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)
    expect([...classAccuracy(early, 3, 2)]).toEqual([0.4, 1 / 3, 1 / 3])
    const late = Float32Array.of(1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 1, 0)
    expect([...classAccuracy(late, 3, 2)]).toEqual([1, 0.5, 1 / 3])
  })
})

describe('certain labels', () => {
  it('are remembered for the image they are of', () => {
    const { candidates, selected } = findCertain(input([LOGIT, -1, LOGIT + 1]))
    expect([...candidates].sort()).toEqual([0, 2])
    expect([...selected]).toEqual([0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0])
  })

  it('have a lower bar for classes that are hardly known, and are not remembered then', () => {
    const { candidates, selected } = findCertain(input([-1, -2, -5]))
    expect([...candidates]).toEqual([0])
    expect(selected.every((value) => value === 0)).toBe(true)
  })

  it('are no more than an image can have', () => {
    const { candidates } = findCertain(input([5, 6, 7]))
    expect([...candidates].sort()).toEqual([1, 2])
  })

  it('are none that people called absent or could not decide', () => {
    const base = input([5, 6, -9])
    const labels = { ...base.labels, state: Int8Array.of(-1, 2, 0) }
    const { candidates } = findCertain({ ...base, labels })
    expect([...candidates]).toEqual([])
  })

  it('leave the selection as it is when there is nothing new', () => {
    const base = input([LOGIT, -9, -9])
    const { selected } = findCertain(base)
    expect(findCertain({ ...base, state: { selected } }).selected).toBe(selected)
  })
})
