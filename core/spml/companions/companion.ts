import type { NamedArrays, ReadArray } from '../../tensor/named-arrays'
import type { Gradients, LabelRows } from '../method'

/** One batch as a companion sees it. B images, C classes, D features. */
export type CompanionBatch = {
  /** Rows of the training set. */
  rows: Uint32Array
  labels: LabelRows
  /** Counts from 1 over the whole training. */
  step: number
}

/** What a companion makes of a batch: [B * C] each, neighbours [B * B]. */
export type CompanionOutputs = {
  estimate?: Float32Array
  reward?: Float32Array
  neighbours?: Float32Array
}

/** Parameters that are trained beside the head, by an optimiser of their own. May hold tensors until `dispose`. */
export type Companion = {
  outputs: (batch: CompanionBatch) => CompanionOutputs
  /** One step, from the loss's gradients by its outputs or from the labels alone. */
  learn: (batch: CompanionBatch, grads: Gradients) => void
  arrays: () => Promise<NamedArrays>
  restore: (read: ReadArray) => void
  dispose: () => void
}

/** What a companion may look at. */
export type CompanionContext = {
  images: number
  classes: number
  /** What people said [N * C], as training sees it. */
  states: Int8Array
  /** Standardised pooled features [rows * D]. */
  vectors: (rows: Uint32Array) => Float32Array
  /** D. */
  width: number
  learningRate: number
  seed: number
}
