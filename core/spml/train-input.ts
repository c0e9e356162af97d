import type { EpochRecord, RunMetrics } from '../contract/training'
import type { ReadArray } from '../tensor/named-arrays'
import type { Architecture } from './backbones/architectures'
import type { CellHead } from './cell-classifier'
import type { ClosedFormHead } from './closed-form/closed-form-head'
import type { CellReader } from './closed-form/fit-input'
import type { Head } from './head'
import type { SegmentRows } from './method'

/** Reads whole feature maps of rows as [rows, positions, channels], not standardised. */
export type ReadMaps = (rows: Uint32Array) => Promise<Float32Array>

/** Maps of the training images, which need not fit into memory. */
export type MapReader = {
  positions: number
  channels: number
  read: ReadMaps
  mirrored?: ReadMaps
  /** Of the strong variants, each in full. */
  strong?: readonly ReadMaps[]
}

/** What else was made of the training images. N images, D columns as in `features`. */
export type Views = {
  /** Pooled features of the mirrored pictures [N, D]. */
  mirrored?: Float32Array
  /** Strong variants [N, D] each; one is drawn for every image and epoch. */
  strong?: readonly Float32Array[]
  /** Pooled features of R tiles of every picture [N * R, D]. */
  tiles?: { features: Float32Array; perImage: number }
  maps?: MapReader
  /** Few cells of the same maps, for classifiers that are solved for. */
  cells?: CellReader
  /** The backbone's map [P * C] of a picture of the mean colour. */
  emptyMap?: Float32Array
}

/** Pictures of one part of the images, by their places in it, as they are or changed at random. */
export type PictureOrder = { rows: Uint32Array; view: 'plain' | 'weak' | 'strong'; epoch: number }

/**
 * Decoded and augmented by several workers; the work begins when it is called, so call early for what
 * comes next. [rows, side, side, 3] bytes RGB.
 */
export type ReadPictures = (order: PictureOrder) => Promise<Uint8Array>

export type PictureInput = {
  side: number
  read: ReadPictures
  /** Of the validation images. */
  validation?: ReadPictures
  /** Whether the weak view of a picture is mirrored in an epoch. */
  isMirrored?: (row: number, epoch: number) => boolean
}

/** How the training images are cut into segments, which need not fit into memory. */
export type SegmentInput = {
  /** Pixels along an edge; pictures are squeezed into squares, as their features are. */
  side: number
  /** As `SegmentRows` has them, of rows in their order. */
  read: (rows: Uint32Array) => Promise<Pick<SegmentRows, 'maps' | 'stability'>>
}

export type TrainInput = {
  /** Pooled features [N, D], the channels' means first, then whatever else was pooled. */
  features: Float32Array
  images: number
  /** How many columns are means: the channels of the backbone's map. */
  channels: number
  classes: number
  /** What people said [N * C]: 1 present, -1 absent, 0 unknown, 2 undecided. */
  labels: Int8Array
  /** The hidden truth [N * C], where there is one. Only methods that need it train on it. */
  truth?: Uint8Array
  views?: Views
  segments?: SegmentInput
  /** Scores in 0..1 of somebody who knows: [N * C], and [N * R * C] of tiles. */
  teacher?: { scores: Float32Array; tiles?: Float32Array }
  /** Images that are only scored, to report how good the model is. */
  validation?: {
    features: Float32Array
    images: number
    truth: Uint8Array
    /** For heads that look at whole maps. */
    maps?: Pick<MapReader, 'read'>
    cells?: CellReader
  }
  /** The pictures themselves, where the backbone is trained too. */
  pictures?: PictureInput
  /** What looks at them; weights are drawn at random where there are none. */
  backbone?: { architecture: Architecture; weights: ReadArray | null }
  /** Bytes that a training may take beside its weights; a usual machine's where nobody says. */
  memory?: number
  /** Hears what goes on between two events. */
  tell?: (said: TrainSaying) => void
  checkpoint?: {
    path: string
    /** Go on from the file if it is there. */
    resume: boolean
    /** At most one in so many seconds, and one after the last epoch. */
    everySeconds?: number
    /** The same within an epoch. */
    everySecondsWithin?: number
  }
}

/** All pictures are looked at, or something happened that a person should know. */
export type TrainSaying =
  { kind: 'scoring'; done: number; total: number } | { kind: 'note'; text: string }

export type TrainResult = {
  /** Of the best epoch; null where it is a network that nothing else can apply. */
  head: Head | CellHead | ClosedFormHead | null
  /** Logits of all images [N * C] by that head. */
  scores: Float32Array
  metrics: Omit<RunMetrics, 'seconds' | 'featureSeconds'>
  epochs: EpochRecord[]
  /** How far labels can be trusted [N * C], where the method can say. */
  trust?: Float32Array
  /** Only where it was trained. */
  backbone?: TunedBackbone
}

/** A backbone as it was trained: the ONNX file that looks at pictures, and its weights as safetensors. */
export type TunedBackbone = { onnx: Uint8Array; weights: Uint8Array }

export type TrainEvent =
  | { kind: 'step'; epoch: number; step: number; steps: number; loss: number }
  | { kind: 'epoch'; record: EpochRecord }
  | { kind: 'checkpoint'; epoch: number }
  | { kind: 'done'; result: TrainResult }
