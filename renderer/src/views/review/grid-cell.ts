import type { ImageId } from '@contract/ids'
import type { Answer } from './sweep-sheet'

/** One place in a grid of pictures to be judged. */
export interface GridCell {
  readonly image: ImageId
  readonly width: number
  readonly height: number
  /** Calibrated; null: uncalibrated; left out where it would lead the eye (audits). */
  readonly probability?: number | null
  /** What it will be when the page is stored; null while nobody has said. */
  readonly answer: Answer | null
  /** Somebody said so, against the page's rule if it has one. */
  readonly marked: boolean
  /** Decided elsewhere already. */
  readonly settled: boolean
  /** Near-duplicates that it leads, itself included. */
  readonly group: number
  /** Whether these are shown one by one. */
  readonly opened: boolean
}

/** Addresses of transparent pictures of what the model saw. */
export interface TileEvidence {
  readonly heat: string
  readonly contour: string
}
