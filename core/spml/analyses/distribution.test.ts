import { expect, it } from 'vitest'
import { density, histogramsOf } from './distribution'

const pause = () => Promise.resolve()
const logit = (p: number) => Math.log(p / (1 - p))
const all = { name: 'all', has: () => true }

async function histogram(probabilities: readonly number[]) {
  const logits = Float32Array.from(probabilities, logit)
  const [found] = await histogramsOf(logits, { first: 0, step: 1 }, [all], pause)
  if (!found) throw new Error('no histogram')
  return found
}

it('has an area of 1, also where the values press against a border', async () => {
  for (const values of [[0.001, 0.002, 0.003], [0.2, 0.5, 0.6, 0.61], [0.999]]) {
    const { x, y } = density(await histogram(values))
    const area = x.slice(1).reduce((sum, _, i) => sum + ((y[i] ?? 0) + (y[i + 1] ?? 0)) / 200, 0)
    expect(area).toBeCloseTo(1, 2)
  }
})

it('is the Gaussian kernel density by Silverman, reflected at 0 and 1', async () => {
  const values = [0.21, 0.351, 0.501, 0.803]
  const mean = values.reduce((sum, value) => sum + value, 0) / 4
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 4)
  const h = 1.06 * deviation * 4 ** -0.2
  const gauss = (u: number) => Math.exp((-u * u) / 2) / Math.sqrt(2 * Math.PI)
  const { x, y } = density(await histogram(values))
  for (const i of [0, 30, 50, 100]) {
    const here = x[i] ?? 0
    const sum = values
      .map((p) => gauss((here - p) / h) + gauss((here + p) / h) + gauss((2 - here - p) / h))
      .reduce((total, value) => total + value, 0)
    expect(y[i]).toBeCloseTo(sum / (4 * h), 2)
  }
})

it('looks at one column only, and counts a label in every group it is in', async () => {
  const logits = Float32Array.of(-9, 2, -9, 2, -9, -2)
  const late = { name: 'late', has: (i: number) => i > 1 }
  const [both, part] = await histogramsOf(logits, { first: 1, step: 2 }, [all, late], pause)
  expect(both?.count).toBe(3)
  expect(part?.count).toBe(2)
  expect(part?.sum).toBeCloseTo(1, 6)
})

it('draws nothing of an empty group, and leaves out what is no number', async () => {
  expect((await histogram([Number.NaN, 0.5])).count).toBe(1)
  expect(density(await histogram([]))).toEqual({ x: [], y: [] })
})
