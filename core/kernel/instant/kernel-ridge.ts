import { addScaled, dot } from '../dot'
import { transpose, type MatMul } from '../mat-mul'
import { rowsTimesVector } from '../rows-times-vector'
import { inverseSteps } from '../symmetric-inverse'
import type { FeatureSpace, InstantModel, TargetChange, Targets, UnitRows } from './instant-model'
import { gather } from './primal-ridge'

/** Multiplications in one strip of the kernel matrix, so that decisions need not wait for long. */
const STRIP_WORK = 2 ** 28
/** Rows in one strip, at least: of fewer the product would not be worth its preparation. */
const STRIP_ROWS = 64

type KernelOptions = {
  /** Sharpness g of exp(g (cos - 1)). */
  sharpness: number
  lambda: number
}

const DEFAULTS: KernelOptions = { sharpness: 2, lambda: 1 }

/** What the kernel form takes seconds to compute; none of it depends on any label. */
export type KernelParts = {
  /** M, [n, n] over the training rows. */
  inverse: Float32Array
  /** k of every other row with the training rows, [others, n]. */
  cross: Float32Array
}

/**
 * Kernel ridge regression of 0/1 targets with k = exp(g (cos - 1)), a Gaussian process in other
 * words. M = (K + lambda I)^-1 is held, so that a decision adds one row of M to a = M (t - m) and
 * nothing is multiplied: a page costs less than a millisecond, and leave-one-out is free.
 */
export class KernelRidge implements InstantModel {
  private readonly space: FeatureSpace
  /** M, [n, n] over the training rows. */
  private readonly inverse: Float32Array
  /** k of every other row with the training rows, [others, n]. */
  private readonly cross: Float32Array
  private readonly otherRows: Uint32Array
  /** Where a row stands among the training rows, [rows]; -1 elsewhere. */
  private readonly positions: Int32Array
  /** m of every class, [C]: how often it is present. */
  private readonly means: Float64Array
  /** M 1, [n]: what a changed mean takes from every a. */
  private readonly rowSums: Float64Array
  /** a and t of every class, [C] of [n]. */
  private readonly duals: Float64Array[]
  private readonly targets: Float32Array[]

  constructor(space: FeatureSpace, { inverse, cross }: KernelParts, targets: Targets) {
    this.space = space
    this.inverse = inverse
    this.cross = cross
    this.otherRows = otherRowsOf(space)
    this.positions = new Int32Array(space.rows).fill(-1)
    space.trainRows.forEach((row, k) => (this.positions[row] = k))
    const n = space.trainRows.length
    this.means = new Float64Array(targets.positives.length)
    this.targets = targets.positives.map(() => new Float32Array(n))
    this.rowSums = this.sumRows()
    this.duals = targets.positives.map(() => new Float64Array(n))
    targets.positives.forEach((rows, c) => {
      this.update(
        c,
        rows.map((row) => ({ row, delta: 1 })),
      )
    })
  }

  /** Bytes it needs while it is built, at most. */
  static bytesFor(trainRows: number, otherRows: number): number {
    return 4 * trainRows * (3 * trainRows + otherRows)
  }

  /** Computes what it consists of in steps (see `drain`): about 0.7 n^3 multiplications. */
  static *partsSteps(
    space: UnitRows,
    matMul: MatMul,
    options: Partial<KernelOptions> = {},
  ): Generator<void, KernelParts> {
    const { sharpness, lambda } = { ...DEFAULTS, ...options }
    const { trainRows } = space
    const n = trainRows.length
    const columns = transpose(gather(space, trainRows), n, space.dim)
    const kernel = yield* kernelSteps(space, trainRows, columns, sharpness, matMul)
    for (let k = 0; k < n; k++) kernel[k * n + k] = (kernel[k * n + k] ?? 0) + lambda
    const inverse = n === 0 ? kernel : yield* inverseSteps(kernel, n, matMul)
    const cross = yield* kernelSteps(space, otherRowsOf(space), columns, sharpness, matMul)
    return { inverse, cross }
  }

  update(classIndex: number, changes: readonly TargetChange[]): void {
    const n = this.space.trainRows.length
    const dual = this.duals[classIndex]
    const target = this.targets[classIndex]
    if (!dual || !target) throw new RangeError(`There is no class ${classIndex}.`)
    let moved = 0
    for (const { row, delta } of changes) {
      const k = this.positions[row] ?? -1
      if (k < 0) continue
      target[k] = (target[k] ?? 0) + delta
      addScaled(dual, 0, this.inverse, k * n, delta, n)
      moved += delta / n
    }
    this.means[classIndex] = (this.means[classIndex] ?? 0) + moved
    addScaled(dual, 0, this.rowSums, 0, -moved, n)
  }

  /** Training rows get their leave-one-out score: an unknown label must not vote against itself. */
  scores(classIndex: number, out: Float32Array): void {
    const { trainRows } = this.space
    for (let k = 0; k < trainRows.length; k++) {
      out[trainRows[k] ?? 0] = this.withoutItself(classIndex, k)
    }
    const others = new Float32Array(this.otherRows.length)
    const dual = Float32Array.from(this.duals[classIndex] ?? [])
    rowsTimesVector(this.cross, others.length, dual, others)
    const mean = this.means[classIndex] ?? 0
    for (let k = 0; k < others.length; k++) out[this.otherRows[k] ?? 0] = mean + (others[k] ?? 0)
  }

  scoresOf(classIndex: number, rows: ArrayLike<number>): Float32Array {
    return this.leaveOneOut(classIndex, rows)
  }

  leaveOneOut(classIndex: number, rows: ArrayLike<number>): Float32Array {
    return Float32Array.from({ length: rows.length }, (_, i) => {
      const k = this.positions[rows[i] ?? 0] ?? -1
      if (k >= 0) return this.withoutItself(classIndex, k)
      return this.elsewhere(classIndex, this.otherRows.indexOf(rows[i] ?? 0))
    })
  }

  private withoutItself(classIndex: number, k: number): number {
    const n = this.space.trainRows.length
    const dual = this.duals[classIndex]?.[k] ?? 0
    return (this.targets[classIndex]?.[k] ?? 0) - dual / (this.inverse[k * n + k] ?? 1)
  }

  private elsewhere(classIndex: number, k: number): number {
    const n = this.space.trainRows.length
    const dual = this.duals[classIndex] ?? new Float64Array(n)
    return (this.means[classIndex] ?? 0) + dot(this.cross, k * n, dual, 0, n)
  }

  private sumRows(): Float64Array {
    const n = this.space.trainRows.length
    const sums = new Float64Array(n)
    for (let k = 0; k < n; k++) addScaled(sums, 0, this.inverse, k * n, 1, n)
    return sums
  }
}

function otherRowsOf({ rows, trainRows }: UnitRows): Uint32Array {
  const train = new Set(trainRows)
  return Uint32Array.from({ length: rows }, (_, i) => i).filter((i) => !train.has(i))
}

/**
 * k of the given rows with the training rows, [rows, n].
 * @param columns the training rows as columns, [dim, n].
 */
function* kernelSteps(
  space: UnitRows,
  rows: Uint32Array,
  columns: Float32Array,
  sharpness: number,
  matMul: MatMul,
): Generator<void, Float32Array> {
  const { dim } = space
  const n = space.trainRows.length
  const kernel = new Float32Array(rows.length * n)
  const strip = Math.max(STRIP_ROWS, Math.floor(STRIP_WORK / Math.max(1, dim * n)))
  for (let from = 0; from < rows.length; from += strip) {
    const part = rows.subarray(from, from + strip)
    const cosines = matMul(gather(space, part), part.length, dim, columns, n)
    for (let k = 0; k < cosines.length; k++) {
      kernel[from * n + k] = Math.exp(sharpness * ((cosines[k] ?? 0) - 1))
    }
    yield
  }
  return kernel
}
