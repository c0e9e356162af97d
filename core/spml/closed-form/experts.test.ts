import { describe, expect, it } from 'vitest'
import { plainMatMul } from '../../kernel/mat-mul'
import { RandomState } from '../../kernel/rng'
import { solveRidge } from './conjugate-gradients'
import { unitRows } from './fit-input'
import type { FitInput } from './fit-input'
import { fitKernelRidge, scoreKernelRidge } from './kernel-ridge'
import { fitLda, scoreLda } from './lda'
import { fitRidge, scoreRidge } from './ridge'
import { leadingSubspace } from './subspace'

const means = { matMul: plainMatMul, breathe: () => Promise.resolve() }
const random = (length: number, seed: number) => {
  const source = new RandomState(seed)
  return Float32Array.from({ length }, () => source.normal())
}

/** Two classes whose pictures differ in the first two columns; every picture has one label. */
function examples(images: number, seed = 5): FitInput {
  const width = 6
  const vectors = random(images * width, seed)
  const targets = new Float32Array(images * 2)
  for (let n = 0; n < images; n++) {
    const c = n % 2
    targets[n * 2 + c] = 1
    vectors[n * width + c] = (vectors[n * width + c] ?? 0) + 2
  }
  return {
    ...{ vectors, units: unitRows(vectors, width), images, width, classes: 2, targets, seed: 1 },
  }
}

function without(input: FitInput, row: number): FitInput {
  const cut = (table: Float32Array, width: number) =>
    table.filter((_, i) => Math.floor(i / width) !== row)
  return {
    ...input,
    images: input.images - 1,
    vectors: cut(input.vectors, input.width),
    units: cut(input.units, input.width),
    targets: cut(input.targets, 2),
  }
}

describe('solving with a ridge', () => {
  it('gives what the matrix and the ridge turn back into the right side', async () => {
    const n = 12
    const half = random(n * n, 3)
    const matrix = plainMatMul(half, n, n, half, n, { transposeB: true })
    const right = random(n * 3, 4)
    const x = await solveRidge(matrix, n, 0.5, right, plainMatMul, means.breathe)
    const back = plainMatMul(matrix, n, n, x, 3).map((value, i) => value + 0.5 * (x[i] ?? 0))
    back.forEach((value, i) => {
      expect(value).toBeCloseTo(right[i] ?? 0, 2)
    })
  })

  it('leaves a right side of zeros at zero', async () => {
    const x = await solveRidge(
      Float32Array.of(2, 0, 0, 2),
      2,
      1,
      new Float32Array(2),
      plainMatMul,
      means.breathe,
    )
    expect([...x]).toEqual([0, 0])
  })
})

describe('the leading subspace', () => {
  it('is that of the largest eigenvalues', async () => {
    const matrix = new Float32Array(25)
    ;[9, 1, 7, 0.5, 0.1].forEach((value, i) => (matrix[i * 6] = value))
    const basis = await leadingSubspace(matrix, 5, 2, 1, plainMatMul, means.breathe)
    // Rows 0 and 2 hold nearly all of both directions.
    const weight = (row: number) => (basis[row * 2] ?? 0) ** 2 + (basis[row * 2 + 1] ?? 0) ** 2
    expect(weight(0)).toBeGreaterThan(0.999)
    expect(weight(2)).toBeGreaterThan(0.999)
  })
})

describe('ridge regression', () => {
  it('says of an image what a fit without its label would say', async () => {
    const input = examples(40)
    const { units: rows, width, targets, classes } = input
    const { scores } = await fitRidge({ rows, width, targets, classes }, 1, means)
    // Without the label, but around the same mean: its own row is taken out of the fit.
    const less = without(input, 7)
    const fitted = await fitRidge(
      { rows: less.units, width, targets: less.targets, classes },
      1,
      means,
    )
    const own = rows.subarray(7 * width, 8 * width)
    const apart = scoreRidge(fitted.expert, own, width, means)
    expect(scores[7 * 2]).toBeCloseTo(apart[0] ?? 0, 1)
    expect(scores[7 * 2 + 1]).toBeCloseTo(apart[1] ?? 0, 1)
  })
})

describe('kernel ridge regression', () => {
  it('fits its labels closely where the ridge is small', async () => {
    const input = examples(30)
    const { expert } = await fitKernelRidge(input, { sharpness: 4, lambda: 1e-3 }, means)
    const fitted = scoreKernelRidge(expert, input.units, input.width, means)
    fitted.forEach((score, i) => {
      expect(score).toBeCloseTo(input.targets[i] ?? 0, 1)
    })
  })

  it('knows what it says of its own images without another product', async () => {
    const input = examples(30)
    const { expert, fitted } = await fitKernelRidge(input, { sharpness: 1, lambda: 2 }, means)
    const scores = scoreKernelRidge(expert, input.units, input.width, means)
    scores.forEach((score, i) => {
      expect(fitted[i]).toBeCloseTo(score, 2)
    })
  })

  it('keeps labelled images out of their own score', async () => {
    const input = examples(60)
    const { expert, scores } = await fitKernelRidge(input, { sharpness: 1, lambda: 1 }, means)
    const fitted = scoreKernelRidge(expert, input.units, input.width, means)
    const own = (table: Float32Array) =>
      table.filter((_, i) => input.targets[i] === 1).reduce((sum, x) => sum + x, 0)
    expect(own(scores)).toBeLessThan(own(fitted))
  })
})

describe('discriminant analysis', () => {
  it('ranks the labelled class first, in log posteriors that add up to one', async () => {
    const input = examples(200)
    const { expert } = await fitLda(input, { shrinkage: 0.3, temperature: 1 }, means)
    const scores = scoreLda(expert, input.vectors, input.width, means)
    let right = 0
    for (let n = 0; n < input.images; n++) {
      const [a = 0, b = 0] = scores.subarray(n * 2, n * 2 + 2)
      expect(Math.exp(a) + Math.exp(b)).toBeCloseTo(1, 3)
      if (a > b === (input.targets[n * 2] === 1)) right++
    }
    expect(right / input.images).toBeGreaterThan(0.85)
  })

  it('takes an image out of the mean of its class', async () => {
    const input = examples(60)
    const { scores } = await fitLda(input, { shrinkage: 1, temperature: 1 }, means)
    const less = await fitLda(without(input, 3), { shrinkage: 1, temperature: 1 }, means)
    const own = input.vectors.subarray(3 * input.width, 4 * input.width)
    const apart = scoreLda(less.expert, own, input.width, means)
    // The shared variance and the frequencies change a little too.
    expect(Math.abs((scores[3 * 2 + 1] ?? 0) - (apart[1] ?? 0))).toBeLessThan(0.15)
  })

  it('gives a class without a label no say, and one label only its frequency', async () => {
    const input = examples(20)
    const targets = input.targets.map((target, i) => (i % 2 === 1 ? 0 : target))
    targets[3] = 1
    const { scores } = await fitLda(
      { ...input, targets },
      { shrinkage: 0.5, temperature: 1 },
      means,
    )
    expect(scores.every(Number.isFinite)).toBe(true)
  })
})
