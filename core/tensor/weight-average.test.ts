import { beforeAll, describe, expect, it } from 'vitest'
import { useDevice } from './backend'
import * as tf from './tf'
import { assign } from './trained'
import { WeightAverage } from './weight-average'

beforeAll(() => useDevice('cpu'))

const single = (start: number) => {
  const variable = tf.tidy(() => tf.variable(tf.tensor1d([start])))
  const trained = [{ name: 'w', variable, decayed: false, rate: 1 }]
  const value = () => variable.dataSync()[0] ?? Number.NaN
  return {
    variable,
    trained,
    value,
    set: (x: number) => {
      assign(variable, Float32Array.of(x))
    },
  }
}

describe('WeightAverage', () => {
  it('follows the weights, slower as steps go by, and never slower than its decay', () => {
    const { trained, set, value, variable } = single(0)
    const average = new WeightAverage(trained, 0.25)
    set(1)
    average.update() // decay 2 / 11
    average.update() // decay 3 / 12 = 0.25
    average.update() // still 0.25
    average.exchange()
    expect(value()).toBeCloseTo(1 - (2 / 11) * 0.25 * 0.25, 6)
    average.exchange()
    expect(value()).toBe(1)
    average.dispose()
    variable.dispose()
  })

  it('goes on where it was saved', async () => {
    const { trained, set, value, variable } = single(0)
    const [first, second] = [new WeightAverage(trained, 0.9), new WeightAverage(trained, 0.9)]
    set(3)
    first.update()
    const arrays = await first.arrays()
    second.restore((name, length) => {
      const array = arrays[name]
      if (array?.length !== length) throw new RangeError(name)
      return array
    })
    for (const average of [first, second]) average.update()
    first.exchange()
    const expected = value()
    first.exchange()
    second.exchange()
    expect(value()).toBe(expected)
    for (const average of [first, second]) average.dispose()
    variable.dispose()
  })
})
