import { beforeAll, describe, expect, it } from 'vitest'
import { useDevice } from '../../tensor/backend'
import * as tf from '../../tensor/tf'
import { Trace } from './trace'

beforeAll(() => useDevice('cpu'))

/** y = factor * x, with the factor as its weight. */
function times(trace: Trace, x: tf.Tensor, factor: tf.Tensor, name: string): tf.Tensor {
  const kept = trace.keep(x)
  trace.step((dy) => ({
    input: tf.mul(dy, factor),
    weights: { [name]: tf.sum(tf.mul(dy, kept)) },
  }))
  return tf.mul(x, factor)
}

describe('Trace', () => {
  it('goes back from the last step to the first and keeps nothing afterwards', () => {
    const { numTensors } = tf.memory()
    tf.tidy(() => {
      const trace = new Trace()
      const [two, three] = [tf.tensor1d([2]), tf.tensor1d([3])]
      const x = tf.tensor1d([5, 7])
      times(trace, times(trace, x, two, 'two'), three, 'three')
      const { input, weights } = trace.back(tf.tensor1d([1, 1]))
      expect([...(input?.dataSync() ?? [])]).toEqual([6, 6])
      expect(weights['two']?.dataSync()[0]).toBe(3 * 12)
      expect(weights['three']?.dataSync()[0]).toBe(2 * 12)
    })
    expect(tf.memory().numTensors).toBe(numTensors)
  })

  it('frees what is left when a step fails, of traces within it too', () => {
    const { numTensors } = tf.memory()
    const trace = new Trace()
    const within = new Trace()
    tf.tidy(() => {
      const [x, factor] = [tf.tensor1d([5]), tf.tensor1d([2])]
      times(trace, x, factor, 'first')
      times(within, x, factor, 'inner')
      trace.keep(x)
      trace.step(() => {
        throw new Error('out of memory')
      }, [within])
      times(trace, x, factor, 'last')
      expect(() => trace.back(tf.tensor1d([1]))).toThrow('out of memory')
    })
    expect(tf.memory().numTensors).toBe(numTensors + 3)
    trace.dispose()
    expect(tf.memory().numTensors).toBe(numTensors)
  })
})
