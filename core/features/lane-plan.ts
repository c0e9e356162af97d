/** How a network is shared out among threads of this program. */
export interface LanePlan {
  /** Threads with a network each. */
  readonly lanes: number
  /** Threads of onnxruntime's own within each of them. */
  readonly threads: number
}

/** Memory for as many copies of a network as there are lanes, weights and what comes of them. */
const MODEL_BYTES = 2 ** 30
/** A network takes about twice its file: weights are packed anew for the processor. */
const COPIES = 2
/** Fewer pictures than these are not worth a thread that must load the network first. */
const PICTURES_A_LANE = 32

/**
 * One picture in one thread takes a sixth less of the processor than the same picture shared out among
 * threads within every operator; so there is a network for each core, while they fit into memory.
 */
export function planLanes(cores: number, modelBytes: number, pictures: number): LanePlan {
  const fit = Math.floor(MODEL_BYTES / (COPIES * Math.max(1, modelBytes)))
  const worth = Math.ceil(pictures / PICTURES_A_LANE)
  const lanes = Math.max(1, Math.min(cores, fit, worth))
  return { lanes, threads: Math.max(1, Math.floor(cores / lanes)) }
}
