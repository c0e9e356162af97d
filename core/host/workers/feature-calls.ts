import type { CacheShape } from '../../features/feature-cache'
import type { Kept, LookedAt } from '../../features/looker'
import type { WantedImage } from '../../features/wanted-image'
import type { CardProvider, Provider, ProviderCheck } from '../../inference/providers'
import type { Call } from '../worker-channel'

/** A network as one lane has it. */
export interface LaneNetwork {
  readonly backbone: string
  /** Threads of onnxruntime's own within the lane. */
  readonly threads: number
  /** Squares that it is given at once. */
  readonly batch: number
  /** Whether those threads wait by spinning. */
  readonly spinning: boolean
  readonly provider: Provider
}

/** What a thread that looks at pictures can be asked; each has a network of its own. */
export interface FeatureCalls {
  look: Call<
    { network: LaneNetwork; shape: CacheShape; images: readonly WantedImage[]; kept: Kept },
    readonly LookedAt[]
  >
  /** The numbers and the speed of a card, beside the processor's. */
  check: Call<{ provider: CardProvider }, ProviderCheck>
  /** Pictures a second of the network alone, on so many that are decoded already: for the benchmark. */
  bare: Call<{ network: LaneNetwork; side: number; pictures: number }, number>
}
