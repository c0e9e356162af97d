import type { CacheShape } from '../../features/feature-cache'
import type { Doubts } from '../../review/insights/label-doubts'
import type { StateChange } from '../../review/instant-engine'
import type { Call } from '../worker-channel'

export interface InstantOrder {
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
  /** Equal for images that were answered together. */
  readonly pages: readonly number[]
}

export interface DoubtQuestion {
  /** Calibration of each class; null before there is one. */
  readonly curves: readonly ({ intercept: number; slope: number } | null)[]
  /** Labels that were checked: image * classes + class. */
  readonly checked: ReadonlySet<number>
  readonly most: number
}

/** What the instant worker can be asked. Answers come in the order of the questions. */
export interface InstantCalls {
  /** Builds the primal form. */
  load: Call<InstantOrder, InstantView>
  /** Builds the kernel form, if it fits into memory, while the primal one serves. */
  prepareKernel: Call<Record<string, never>, { form: 'primal' | 'kernel' }>
  /** Takes decisions in; the scores are exact again when it answers. */
  update: Call<{ changes: readonly StateChange[] }, { classes: number[] }>
  /** Scores that have not seen their own label. */
  heldOut: Call<{ questions: readonly HeldOutQuestion[] }, Float32Array[]>
  /** A class of the primal form as weights on raw features, for heat maps. */
  evidence: Call<{ class: number }, { mean: Float32Array; gem: Float32Array }>
  /** Labels of people that the model speaks against. */
  doubts: Call<DoubtQuestion, Doubts>
  /** Training images that have features, the most various first. */
  variety: Call<Record<string, never>, Uint32Array>
}
