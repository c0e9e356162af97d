import { beforeAll, expect, it } from 'vitest'
import { plainMatMul } from '../kernel/mat-mul'
import { RandomState } from '../kernel/rng'
import { useDevice } from './backend'
import * as tf from './tf'

beforeAll(() => useDevice('wasm'))

const rng = new RandomState(2)
const normals = (count: number) => Float32Array.from({ length: count }, () => rng.normal())

it.each([
  [7, 3, 5, false, false],
  [3, 7, 5, true, false],
  [40, 7, 2, true, false],
  [7, 3, 5, false, true],
  [3, 7, 5, true, true],
  [1, 9, 1, true, false],
  [6, 130, 4, false, false],
  [9, 4, 9, false, false],
  [4, 257, 21, false, false],
  [130, 7, 5, true, false],
  [257, 8, 8, true, false],
])(
  'multiplies %i x %i, transposed or not, and leaves nothing behind',
  (rows, columns, other, a, b) => {
    const inner = a ? rows : columns
    const left = normals(rows * columns)
    const right = normals(inner * other)
    const before = tf.memory().numDataBuffers
    const product = tf.tidy(() =>
      tf.matMul(
        tf.tensor2d(left, [rows, columns]),
        tf.tensor2d(right, b ? [other, inner] : [inner, other]),
        a,
        b,
      ),
    )
    const plain = plainMatMul(left, rows, columns, right, b ? inner : other, {
      transposeA: a,
      transposeB: b,
    })
    expect(product.shape).toEqual([a ? columns : rows, other])
    product.dataSync<'float32'>().forEach((value, i) => {
      expect(value).toBeCloseTo(plain[i] ?? Number.NaN, 4)
    })
    product.dispose()
    expect(tf.memory().numDataBuffers).toBe(before)
  },
)

it('multiplies stacks of matrices too', () => {
  const [a, b] = [normals(2 * 3 * 4), normals(2 * 5 * 4)]
  const product = tf.tidy(() =>
    tf.matMul(tf.tensor(a, [2, 3, 4]), tf.tensor(b, [2, 5, 4]), false, true),
  )
  expect(product.shape).toEqual([2, 3, 5])
  const second = plainMatMul(a.slice(12), 3, 4, b.slice(20), 4, { transposeB: true })
  product
    .dataSync<'float32'>()
    .slice(15)
    .forEach((value, i) => {
      expect(value).toBeCloseTo(second[i] ?? Number.NaN, 4)
    })
  product.dispose()
})
