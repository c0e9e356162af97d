import { stateCodes } from '../contract/labels'
import type { MethodInfo } from '../contract/training'

/** Numbers of a recipe that a method reads, by id; every one has a value. */
export type Parameters = Readonly<Record<string, number>>

/** Numbers that are only read: single precision in training, double where a loss is checked. */
export type Numbers = Float32Array | Float64Array

export const {
  present: PRESENT,
  absent: ABSENT,
  undecided: UNDECIDED,
  unknown: UNKNOWN,
} = stateCodes

/** No pseudo-label: every other value of the pseudo layer is a target in [0, 1]. */
export const NO_PSEUDO = Number.NaN

/** What the networks make of a batch. B images, C classes; every array is row-major. */
export type OutputName =
  /** [B * C] of the plain, or randomly mirrored, picture. */
  | 'logits'
  /** [B * C] logits of the strong view. */
  | 'strong'
  /** [B * C] logits with everything outside of the class's region hidden; never differentiated. */
  | 'masked'
  /** [B * C] logits of a second set of parameters: ROLE's table, SMILE's label distribution. */
  | 'estimate'
  /** [B * C * E] unit-length embeddings of every class. */
  | 'embedding'
  | 'strongEmbedding'
  /** [B * L] mean and logarithm of the deviation of a bottleneck's latent numbers. */
  | 'latentMean'
  | 'latentLogDeviation'
  /** [B * C] in (0, 1), how much a pseudo-label can be trusted; never differentiated. */
  | 'reward'
  /** [B * B] 1 where the second image is among the nearest of the first; never differentiated. */
  | 'neighbours'
  /** [B * P * E] numbers of every cell of the picture, and [B * P * C] what it says for every class. */
  | 'cells'
  | 'evidence'

export type Outputs = { readonly logits: Numbers } & { readonly [name in OutputName]?: Numbers }

/** d loss / d output of every output that is differentiated. */
export type Gradients = { readonly logits: Float32Array } & {
  readonly [name in OutputName]?: Float32Array
}

/** One batch of the label table, or all of it; every array is [B * C], row-major. */
export type LabelRows = {
  /** -1 absent, 0 unknown, 1 present, 2 undecided: what people said, never written to. */
  state: Int8Array
  /** Targets that a method gave to unknown labels, NaN where it gave none. */
  pseudo: Float32Array
  /** 1 present, 0 absent; only methods that declare `truth` read it. */
  truth?: Uint8Array
  /** Scores of the teacher, 0..1. */
  teacher?: Numbers
  /** [B * R * C] scores of the teacher for R tiles of each picture. */
  tileTeacher?: Numbers
  /** [B] places of the images among those of the run; 0, 1, 2 and so on when missing. */
  rows?: Uint32Array
}

/** How finely a picture is cut: into parts, what is usual, and wholes. */
export const SEGMENT_LEVELS = 3

/** How the pictures of a batch are cut into segments. */
export type SegmentRows = {
  /** Pixels along an edge; pictures are squeezed into squares, as their features are. */
  side: number
  /** [B * LEVELS * side * side] 0 for no segment, else the number of one within picture and level. */
  maps: Uint16Array
  /** The same for how stable that segment is, 0..255. */
  stability: Uint8Array
}

/**
 * Where in a training a step stands. Epochs count from 1, steps from 1 over the whole training;
 * `steps` are those of one epoch.
 */
export type Moment = {
  epoch: number
  epochs: number
  step: number
  steps: number
  classes: number
}

/** Running statistics by name; a scalar is an array of one. Stored in every checkpoint. */
export type MethodState = Readonly<Record<string, Float32Array>>

export type StepInput = {
  outputs: Outputs
  labels: LabelRows
  /** Only methods that declare `segments` get them. */
  segments?: SegmentRows
  moment: Moment
  parameters: Parameters
  state: MethodState
}

export type MethodStep = {
  loss: number
  grads: Gradients
  state: MethodState
  /** The pseudo layer after the step; the same array when nothing changed. */
  pseudo: Float32Array
  /** Places among [B * C] that the method takes for false negatives in this step. */
  marked: readonly number[]
  /** What the loss is the sum of, by name and weighted, where it has parts. */
  parts?: Readonly<Record<string, number>>
}

/** What is known before the first step. */
export type RunStart = {
  classes: number
  images: number
  parameters: Parameters
  /** What people said [N * C]. */
  states: Int8Array
}

/** One row of the table of methods. */
export type Method = {
  info: MethodInfo
  /** Outputs beyond `logits` that a step reads. */
  outputs?: readonly OutputName[]
  begin?: (run: RunStart) => MethodState
  /** Loss and gradients of one batch: a pure function in double precision inside. */
  step: (input: StepInput) => MethodStep
  /** True when `afterEpoch` will do something: it costs a pass over all images. */
  labelsAfterEpoch?: (parameters: Parameters, moment: Moment) => boolean
  /** The pseudo layer and state for the next epoch; `end` holds the whole training set. */
  afterEpoch?: (end: StepInput) => { pseudo: Float32Array; state?: MethodState }
  /**
   * How far labels can be trusted once it is trained, 0..1 [B * C], 0 where it says nothing: what it can
   * teach others. Gets the logits, the evidence of every cell and the segments.
   */
  trust?: (input: StepInput) => Float32Array
  /** Tiles along an edge of which its teacher scores each picture too. */
  tiles?: number
  /** Trained parameters beside the head, which make `estimate` or `reward`. */
  companion?: 'estimate-table' | 'label-encoder' | 'rewarder'
  /** What stands on top of the head and makes embeddings or latent numbers. */
  network?: 'projection' | 'bottleneck' | 'cells'
  training?: {
    /** Exponential moving average of the weights. */
    averageDecay?: number
    /** Learning rate of the companion, as a multiple of that of the head. */
    estimateRate?: number
  }
  /** A closed-form start takes hidden positives for positives. */
  startsFromTruth?: true
  /** @throws Failure PARAMETER_INVALID when these parameters cannot work together. */
  check?: (parameters: Parameters, epochs: number) => void
}
