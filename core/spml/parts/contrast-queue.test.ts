import { describe, expect, it } from 'vitest'
import type { MethodState, StepInput } from '../method'
import { beginQueue, contrastBatch } from './contrast-queue'

const WIDTH = 2

/** A batch of one image of `targets.length` classes; all embeddings of it are `value`. */
function batch(state: MethodState, targets: number[], value: number) {
  const logits = new Float32Array(targets.length)
  const embedding = new Float32Array(targets.length * WIDTH).fill(value)
  const input: StepInput = {
    outputs: { logits, embedding, strongEmbedding: embedding.map((x) => -x) },
    labels: { state: new Int8Array(targets.length), pseudo: logits },
    moment: { epoch: 1, epochs: 1, step: 1, steps: 1, classes: targets.length },
    parameters: { temperature: 0.5 },
    state,
  }
  return contrastBatch(input, Int8Array.from(targets))
}

const numbers = (state: MethodState, name: string) => [...(state[name] ?? [])]

describe('the queue of the contrast', () => {
  it('holds both views of every present class with its number', () => {
    const { queue } = batch(beginQueue(4), [1, 0, -1, 1], 0.5)
    expect(numbers(queue, 'queueLabels')).toEqual([1, 4, 0, 0])
    expect(numbers(queue, 'queue').slice(0, 8)).toEqual([
      0.5, 0.5, -0.5, -0.5, 0.5, 0.5, -0.5, -0.5,
    ])
    expect(numbers(queue, 'queuePointer')).toEqual([2])
  })

  it('begins at the front again before it would be full and leaves the old tail', () => {
    const first = batch(beginQueue(4), [1, 1, 1], 1).queue
    expect(numbers(first, 'queuePointer')).toEqual([3])
    const second = batch(first, [0, 1], 2).queue
    expect(numbers(second, 'queueLabels')).toEqual([2, 2, 3, 0])
    expect(numbers(second, 'queuePointer')).toEqual([1])
    expect(numbers(second, 'queue').slice(0, 6)).toEqual([2, 2, -2, -2, 1, 1])
  })

  it('takes no more than it can hold', () => {
    const { queue, part } = batch(beginQueue(2), [1, 1, 1, 1], 1)
    expect(numbers(queue, 'queueLabels')).toEqual([1, 2])
    expect([...(part.grads.embedding ?? [])].slice(4)).toEqual([0, 0, 0, 0])
  })

  it('is only contrasted with itself by a batch without a present class', () => {
    const filled = batch(beginQueue(8), [1, 1], 1).queue
    const { part, queue } = batch(filled, [0, -1], 2)
    expect(part.loss).toBeGreaterThan(0)
    expect([...(part.grads.embedding ?? [])]).toEqual([0, 0, 0, 0])
    expect(queue).toEqual(filled)
  })

  it('costs the same whether it was read from a checkpoint or came from the step before', () => {
    let kept = beginQueue(8)
    for (let k = 1; k < 9; k++) {
      const fresh = batch(structuredClone(kept), [1, 0, 1], 1 / k)
      const going = batch(kept, [1, 0, 1], 1 / k)
      expect(going).toEqual(fresh)
      expect(batch(kept, [1, 0, 1], 1 / k)).toEqual(fresh)
      kept = going.queue
    }
  })

  it('of embeddings of another length is refused', () => {
    const filled = { ...batch(beginQueue(8), [1, 1], 1).queue, queue: new Float32Array(5) }
    expect(() => batch(filled, [1, 0], 2)).toThrow('5 numbers')
  })
})
