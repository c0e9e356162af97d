import { addScaled, dot } from '../dot'
import type { MatMul } from '../mat-mul'
import { drain, inverseSteps } from '../symmetric-inverse'
import type { FeatureSpace, InstantModel, TargetChange, Targets, UnitRows } from './instant-model'

/** Training rows in one product of the Gram matrix. */
const GRAM_ROWS = 256
/** Rows whose leverage is computed at once. */
const LEVERAGE_ROWS = 128

/** Weight of the penalty when features are on the scale of standardised columns. */
const RIDGE_LAMBDA = 1

/**
 * Ridge regression of 0/1 targets on unit rows: w = G^-1 Phi' (t - m) with
 * G = Phi' Phi + (lambda N / D) I, so that lambda = 1 is the penalty of standardised features and a
 * Gram matrix divided by N. A page of decisions costs one [D, D] product and one pass over the rows.
 */
export class PrimalRidge implements InstantModel {
  private readonly space: FeatureSpace
  private readonly matMul: MatMul
  /** G^-1, [D, D]. */
  private readonly inverse: Float32Array
  /** Phi' (t - m) of every class, [C] of [D]. */
  private readonly moments: Float64Array[]
  /** w of every class, [C] of [D]; null until its next use after a change. */
  private readonly weights: (Float32Array | null)[]
  /** m of every class, [C]: how often it is present. */
  private readonly means: Float64Array
  /** Phi' 1, [D]: what a changed mean takes from every moment. */
  private readonly total: Float64Array
  private readonly targets: Int8Array[]
  /** h of each row, [rows]; NaN until someone asks. */
  private readonly leverage: Float32Array

  private constructor(
    space: FeatureSpace,
    inverse: Float32Array,
    targets: Targets,
    matMul: MatMul,
  ) {
    this.space = space
    this.matMul = matMul
    this.inverse = inverse
    this.leverage = new Float32Array(space.rows).fill(NaN)
    const count = Math.max(1, space.trainRows.length)
    this.means = Float64Array.from(targets.positives, (rows) => rows.length / count)
    this.targets = targets.positives.map((rows) => indicator(rows, space.rows))
    this.total = this.sumRows()
    this.moments = this.startMoments(targets)
    this.weights = this.moments.map(() => null)
  }

  /** Builds the model in steps (see `drain`); the Gram matrix and its inverse are all its cost. */
  static *buildSteps(
    space: FeatureSpace,
    targets: Targets,
    matMul: MatMul,
    lambda = RIDGE_LAMBDA,
  ): Generator<void, PrimalRidge> {
    const { dim, trainRows } = space
    const gram = yield* gramSteps(space, matMul)
    const penalty = (lambda * Math.max(1, trainRows.length)) / Math.max(1, dim)
    for (let k = 0; k < dim; k++) gram[k * dim + k] = (gram[k * dim + k] ?? 0) + penalty
    const inverse = dim === 0 ? gram : yield* inverseSteps(gram, dim, matMul)
    return new PrimalRidge(space, inverse, targets, matMul)
  }

  update(classIndex: number, changes: readonly TargetChange[]): void {
    const { packed, trainRows, dim } = this.space
    const moment = this.moments[classIndex]
    const target = this.targets[classIndex]
    if (!moment || !target) throw new RangeError(`There is no class ${classIndex}.`)
    let moved = 0
    for (const { row, delta } of changes) {
      target[row] = (target[row] ?? 0) + delta
      packed.addTo(moment, row, delta)
      moved += delta / trainRows.length
    }
    this.means[classIndex] = (this.means[classIndex] ?? 0) + moved
    addScaled(moment, 0, this.total, 0, -moved, dim)
    this.weights[classIndex] = null
  }

  scores(classIndex: number, out: Float32Array): void {
    const mean = this.means[classIndex] ?? 0
    this.space.packed.times(this.weightsOf(classIndex), out)
    for (let i = 0; i < out.length; i++) out[i] = (out[i] ?? 0) + mean
  }

  scoresOf(classIndex: number, rows: ArrayLike<number>): Float32Array {
    const { packed } = this.space
    const weight = this.weightsOf(classIndex)
    const mean = this.means[classIndex] ?? 0
    return Float32Array.from(rows, (row) => mean + packed.dot(row, weight))
  }

  leaveOneOut(classIndex: number, rows: ArrayLike<number>): Float32Array {
    drain(this.leverageSteps(rows))
    const { packed } = this.space
    const weight = this.weightsOf(classIndex)
    const target = this.targets[classIndex]
    const mean = this.means[classIndex] ?? 0
    return Float32Array.from({ length: rows.length }, (_, k) => {
      const row = rows[k] ?? 0
      const h = this.leverage[row] ?? 0
      const score = packed.dot(row, weight)
      return mean + (score - h * ((target?.[row] ?? 0) - mean)) / (1 - h)
    })
  }

  /** What one unit more of each pooled activation, as measured, adds to a class's score, [D]. */
  evidence(classIndex: number): Float32Array {
    return this.weightsOf(classIndex).map((weight, k) => weight * (this.space.scale[k] ?? 0))
  }

  /** Readies `leaveOneOut` of these rows in steps: the first time is all its cost. */
  *leverageSteps(rows: ArrayLike<number>): Generator<void, void> {
    const missing = Array.from(rows).filter((row) => Number.isNaN(this.leverage[row]))
    const { dim } = this.space
    for (let from = 0; from < missing.length; from += LEVERAGE_ROWS) {
      const part = missing.slice(from, from + LEVERAGE_ROWS)
      const phi = gather(this.space, part)
      const image = this.matMul(phi, part.length, dim, this.inverse, dim)
      part.forEach((row, k) => {
        this.leverage[row] = Math.min(0.999, dot(phi, k * dim, image, k * dim, dim))
      })
      yield
    }
  }

  private sumRows(): Float64Array {
    const { packed, dim, trainRows } = this.space
    const total = new Float64Array(dim)
    for (const row of trainRows) packed.addTo(total, row, 1)
    return total
  }

  private startMoments(targets: Targets): Float64Array[] {
    const { packed, dim } = this.space
    return targets.positives.map((rows, c) => {
      const moment = new Float64Array(dim)
      for (const row of rows) packed.addTo(moment, row, 1)
      addScaled(moment, 0, this.total, 0, -(this.means[c] ?? 0), dim)
      return moment
    })
  }

  /** w of a class over the unit rows, [D]. */
  private weightsOf(classIndex: number): Float32Array {
    const known = this.weights[classIndex]
    if (known) return known
    const { dim } = this.space
    const moment = this.moments[classIndex] ?? new Float64Array(dim)
    const weight = Float32Array.from({ length: dim }, (_, k) =>
      dot(this.inverse, k * dim, moment, 0, dim),
    )
    this.weights[classIndex] = weight
    return weight
  }
}

function* gramSteps(space: FeatureSpace, matMul: MatMul): Generator<void, Float32Array> {
  const { dim, trainRows } = space
  const gram = new Float32Array(dim * dim)
  for (let from = 0; from < trainRows.length; from += GRAM_ROWS) {
    const part = trainRows.subarray(from, from + GRAM_ROWS)
    const phi = gather(space, part)
    addScaled(
      gram,
      0,
      matMul(phi, part.length, dim, phi, dim, { transposeA: true }),
      0,
      1,
      dim * dim,
    )
    yield
  }
  return gram
}

/** The given rows as a matrix of their own, [rows, dim]. */
export function gather(space: UnitRows, rows: ArrayLike<number>): Float32Array {
  const { packed, dim } = space
  const out = new Float32Array(rows.length * dim)
  for (let k = 0; k < rows.length; k++) packed.unpack(rows[k] ?? 0, out, k * dim)
  return out
}

/** 1 at the given rows, else 0. */
function indicator(rows: readonly number[], length: number): Int8Array {
  const out = new Int8Array(length)
  for (const row of rows) out[row] = 1
  return out
}
