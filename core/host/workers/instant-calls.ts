import type { CacheShape } from '../../features/feature-cache'
import type { KernelParts } from '../../kernel/instant/kernel-ridge'
import type { Doubts } from '../../review/insights/label-doubts'
import type { StateChange } from '../../review/instant-engine'
import type { Call } from '../worker-channel'

export interface InstantOrder {
  /** Names the table that rows and columns are those of. */
  readonly table: number
  readonly featuresDirectory: string
  readonly shape: CacheShape
  /** [N] ids in the order of the label table. */
  readonly images: readonly number[]
  readonly classCount: number
  /** [N, C] */
  readonly states: Int8Array
  /** [N] 1 for images of the training part. */
  readonly training: Uint8Array
}

/** Everything lies on shared memory: the host reads scores while the worker refreshes them. */
export interface InstantView {
  /** [N, C] */
  readonly scores: Float32Array
  /** [N] 1 where an image has features and may be suggested. */
  readonly known: Uint8Array
  /** [N, dim] rows of unit length as packed-rows.ts has them; zero where there are no features. */
  readonly features: Int16Array
  readonly dim: number
}

export interface HeldOutQuestion {
  readonly class: number
  /** Answered images, oldest answer first. */
  readonly images: readonly number[]
  /** Equal for images that were answered together; empty where none was an answer. */
  readonly pages: readonly number[]
}

export interface DoubtQuestion {
  /** Calibration of each class; null before there is one. */
  readonly curves: readonly ({ intercept: number; slope: number } | null)[]
  /** Labels that were checked: image * classes + class. */
  readonly checked: ReadonlySet<number>
  readonly most: number
}

/**
 * What the instant worker can be asked. While a model is loaded again the one before it serves;
 * before there is any, questions wait for the first.
 */
export interface InstantCalls {
  /** Builds the primal form. */
  load: Call<InstantOrder, InstantView>
  /** Serves in the kernel form from here on, of which these are the parts for the same features. */
  takeKernel: Call<KernelParts, undefined>
  /** Takes decisions in; the scores are exact again when it answers. */
  update: Call<{ table: number; changes: readonly StateChange[] }, { classes: number[] }>
  /** Scores that have not seen their own label. */
  heldOut: Call<{ questions: readonly HeldOutQuestion[] }, Float32Array[]>
  /** A class of the primal form as weights on raw features, for heat maps. */
  evidence: Call<{ class: number }, { mean: Float32Array; gem: Float32Array }>
  /** Labels of people that the model speaks against; tells meanwhile which share is done. */
  doubts: Call<DoubtQuestion, Doubts, number>
}
