import { Failure } from '../contract/failures'
import type { EpochRecord, RunMetrics } from '../contract/training'
import type { Head } from './head'
import type { Method } from './method'

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
  /** Images that are only scored, to report how good the model is. */
  validation?: { features: Float32Array; images: number; truth: Uint8Array }
  checkpoint?: {
    path: string
    /** Go on from the file if it is there. */
    resume: boolean
    /** At most one in so many seconds, and one after the last epoch. */
    everySeconds?: number
  }
}

export type TrainResult = {
  /** Of the best epoch. */
  head: Head
  /** Logits of all images [N * C] by that head. */
  scores: Float32Array
  metrics: Omit<RunMetrics, 'seconds' | 'featureSeconds'>
  epochs: EpochRecord[]
}

export type TrainEvent =
  | { kind: 'step'; epoch: number; step: number; steps: number; loss: number }
  | { kind: 'epoch'; record: EpochRecord }
  | { kind: 'checkpoint'; epoch: number }
  | { kind: 'done'; result: TrainResult }

/** @throws Failure with what is missing, before anything is computed. */
export function checkInput(input: TrainInput, method: Method): void {
  const { images, channels, classes, labels, features, truth } = input
  if (classes < 1) {
    throw new Failure('NO_CLASSES', 'There are no classes.', { advice: 'Add a class first.' })
  }
  if (!labels.includes(1)) {
    throw new Failure('NO_SEEDS', 'No image has a label yet.', {
      advice: 'Give some images their first label.',
    })
  }
  if (labels.length !== images * classes || channels > features.length / images) {
    throw new RangeError(`${images} images of ${classes} classes do not fit their arrays.`)
  }
  if (method.info.needs.includes('truth') && truth === undefined) {
    throw new Failure('PARAMETER_INVALID', `${method.info.title} needs the hidden truth.`, {
      advice: 'Choose another method; only simulated projects know the truth.',
    })
  }
}
