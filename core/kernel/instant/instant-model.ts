import type { PackedRows } from '../packed/packed-rows'

/** The target of one row changes by `delta` (to present: +1, back: -1). */
export type TargetChange = { row: number; delta: number }

/** The targets a model starts from: for every class the rows where it is present. */
export type Targets = { positives: readonly (readonly number[])[] }

/**
 * A closed-form model over the rows of a feature matrix, exact after every change of a target.
 * Targets are 1 where a label is present and 0 where it is absent or unknown.
 */
export type InstantModel = {
  /** Moves targets of one class; its scores are exact again at once. */
  update(classIndex: number, changes: readonly TargetChange[]): void
  /** Writes the score of every row, [rows], for ordering what nobody has decided yet. */
  scores(classIndex: number, out: Float32Array): void
  /** The same for some rows only. */
  scoresOf(classIndex: number, rows: ArrayLike<number>): Float32Array
  /** What all other rows say about each of `rows`: its score had its own label been unknown to the model. */
  leaveOneOut(classIndex: number, rows: ArrayLike<number>): Float32Array
}

/** Unit rows, and which of them a model may learn from: all that the kernel form is built from. */
export type UnitRows = {
  /** [rows, dim], each row of length 1 (or all zero). */
  packed: Pick<PackedRows, 'unpack'>
  rows: number
  dim: number
  /** Ascending indices of the training rows. */
  trainRows: Uint32Array
}

/** Rows of features that are of unit length, and how they came to be so. */
export type FeatureSpace = UnitRows & {
  packed: PackedRows
  /** What each standardised column was multiplied by, [dim]; 0 for a column without spread. */
  scale: Float64Array
}
