import type { KernelParts } from '../../kernel/instant/kernel-ridge'
import type { Call } from '../worker-channel'

/** Features of a project as the instant worker laid them on shared memory. */
export interface PackedFeatures {
  /** [count, dim] rows of unit length as packed-rows.ts has them. */
  readonly features: Int16Array
  readonly dim: number
  readonly count: number
  /** Ascending rows that may be learnt from. */
  readonly rows: Uint32Array
}

/** What takes seconds and nobody waits for, in a thread of its own: no answer stands behind it. */
export interface PrepareCalls {
  /** Rows, the most various first. */
  variety: Call<PackedFeatures, Uint32Array>
  /** The parts of the kernel form, on shared memory. */
  kernel: Call<PackedFeatures, KernelParts>
}
