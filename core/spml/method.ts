import { stateCodes } from '../contract/labels'
import type { MethodInfo } from '../contract/training'

/** Numbers of a recipe that a method reads, by id; every one has a value. */
export type Parameters = Readonly<Record<string, number>>

/** Weights of the three kernels for one label: positive, negative, entropy. */
export type Coefficients = readonly [positive: number, negative: number, entropy: number]

export const {
  present: PRESENT,
  absent: ABSENT,
  undecided: UNDECIDED,
  unknown: UNKNOWN,
} = stateCodes

/** No pseudo-label: every other value of the pseudo layer is a target in [0, 1]. */
export const NO_PSEUDO = Number.NaN

/** One batch of the label table; every array is [B * C], row-major. */
export type LabelRows = {
  /** -1 absent, 0 unknown, 1 present, 2 undecided: what people said, never written to. */
  state: Int8Array
  /** Targets that a method gave to unknown labels, NaN where it gave none. */
  pseudo: Float32Array
  /** 1 present, 0 absent; only methods that declare `truth` read it. */
  truth?: Uint8Array
}

/** Where in a training a step stands. Epochs count from 1. */
export type Moment = { epoch: number; epochs: number; classes: number }

/** The whole training set at the end of an epoch; arrays are [N * C]. */
export type EpochEnd = {
  moment: Moment
  parameters: Parameters
  logits: Float32Array
  state: Int8Array
  pseudo: Float32Array
}

/**
 * One row of the table of methods. Labels that a person decided are the same in all of them and
 * do not stand here; a row says what a method makes of the unknown ones.
 */
export type Method = {
  info: MethodInfo
  /** Kernel by default: logarithms padded by `eps`, or exact. */
  kernel: 'padded' | 'exact'
  unknown: (parameters: Parameters, moment: Moment) => Coefficients
  /** Unknown labels read from the hidden truth instead, for the upper bounds of the tables. */
  fromTruth?: (present: boolean) => Coefficients
  /** What a pseudo-label with target t is worth. */
  pseudo?: (parameters: Parameters, target: number) => Coefficients
  /** Share of a batch, 0..1, whose largest losses among the unknown are taken for false negatives. */
  suspectShare?: (parameters: Parameters, moment: Moment) => number
  /** What a suspected label becomes for this step. */
  suspected?: Coefficients
  /** Suspected labels stay positive for the rest of the training. */
  keepsSuspects?: boolean
  /** True when `afterEpoch` will do something: it costs a pass over all images. */
  labelsAfterEpoch?: (parameters: Parameters, moment: Moment) => boolean
  /** The pseudo layer for the next epoch. */
  afterEpoch?: (end: EpochEnd) => Float32Array
  /** @throws Failure PARAMETER_INVALID when these parameters cannot work together. */
  check?: (parameters: Parameters, epochs: number) => void
}
