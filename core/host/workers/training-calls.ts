import type { DeviceId } from '../../contract/compute-devices'
import type { ClassId } from '../../contract/ids'
import type { EpochRecord, Recipe, RunMetrics } from '../../contract/training'
import type { CacheShape } from '../../features/feature-cache'
import type { RunViews } from '../run-views'
import type { BackboneSource } from '../training-backbone'
import type { TrainSaying } from '../../spml/train-input'
import type { Call } from '../worker-channel'
import type { SegmentOrder } from './segment-maps'

/** A part of the images, with what the trainer may know of them. */
export interface ImagePart {
  readonly ids: Int32Array
  /** [ids, classes] 1 present, 0 not; only in simulated projects. */
  readonly truth: Uint8Array | null
}

/** Where the pictures of both parts lie below a folder, in the order of their ids. */
export interface PictureFiles {
  readonly root: string
  readonly training: readonly string[]
  readonly validation: readonly string[]
}

export interface TrainOrder {
  readonly recipe: Recipe
  /** The one that the recipe's choice came to. */
  readonly device: DeviceId
  readonly featuresDirectory: string
  readonly shape: CacheShape
  readonly training: ImagePart
  readonly validation: ImagePart
  /** [training ids, classes] 1 present, -1 absent, 0 unknown, 2 undecided. */
  readonly labels: Int8Array
  readonly classes: readonly ClassId[]
  /** What it reads of the features. */
  readonly wanted: RunViews
  /** The feature map [positions, channels] of a picture of the mean colour, where it is wanted. */
  readonly emptyMap: Float32Array | null
  /** [training ids, classes] scores of a file that teaches. */
  readonly teacher: Float32Array | null
  /** Of a run that segments teach. */
  readonly segments: SegmentOrder | null
  /** Of a run that trains its backbone. */
  readonly tuning: { readonly source: BackboneSource; readonly files: PictureFiles } | null
  /** Where the checkpoint and the result go. */
  readonly runDirectory: string
  readonly resume: boolean
}

export type TrainProgress =
  | { kind: 'step'; done: number; total: number }
  | { kind: 'epoch'; record: EpochRecord }
  | { kind: 'segments'; done: number; total: number }
  | TrainSaying

export interface TrainAnswer {
  readonly metrics: Omit<RunMetrics, 'seconds' | 'featureSeconds'>
}

/** What the training worker can be asked. A training saturates its thread. */
export interface TrainingCalls {
  train: Call<TrainOrder, TrainAnswer, TrainProgress>
  /** Writes the network that a training of a backbone starts from as an ONNX file. */
  prepare: Call<{ source: BackboneSource; seed: number; file: string }, null>
}
