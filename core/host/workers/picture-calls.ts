import type { Augment, PictureFile, TrainingView } from '../../inference/training-picture'
import type { Call } from '../worker-channel'

/** Some pictures of one order. */
export interface PictureTask {
  readonly pictures: readonly (PictureFile & { readonly row: number })[]
  readonly view: TrainingView
  readonly augment: Augment
  readonly seed: number
  readonly epoch: number
  readonly side: number
  /** Bytes [pictures of the order, side, side, 3] on memory that all threads share. */
  readonly out: SharedArrayBuffer
  /** Place of the first picture in them. */
  readonly at: number
}

export interface FailedPicture {
  readonly row: number
  readonly path: string
  readonly reason: string
}

/** What a picture worker can be asked: to decode and change pictures into their places. */
export interface PictureCalls {
  /** Tells which could not be read; they have no colour then. */
  make: Call<PictureTask, readonly FailedPicture[]>
}
