import type { View } from '../inference/views'
import type { WantedImage } from './wanted-image'

/** What is kept of one view of a picture, as half-precision bits. */
export interface ViewRows {
  readonly view: View
  /** [squares of the view, 2C]: mean, then GeM. */
  readonly pooled: Uint16Array
  /** [positions, C], where whole maps are kept. */
  readonly map: Uint16Array | null
  /** [cells, C], where cells are kept. */
  readonly cells: Uint16Array | null
}

/** What a network saw in a picture, or why it saw nothing. */
export type LookedAt =
  | { readonly id: number; readonly rows: readonly ViewRows[] }
  | { readonly id: number; readonly path: string; readonly reason: string }

/** What is kept beside pooled rows: whole maps of some views, cells of the plain one. */
export interface Kept {
  readonly maps: readonly View[]
  readonly cells: boolean
}

/** Somebody who shows pictures to a network: this thread, or several. */
export interface Looker {
  /** Pictures that are best shown together. */
  readonly batch: number
  /** So many batches under way at once keep it busy: what comes next is decoded meanwhile. */
  readonly underWay: number
  /** Throws MODEL_INVALID and what else makes going on pointless; an unreadable picture is told. */
  readonly look: (
    images: readonly WantedImage[],
    kept: Kept,
    signal?: AbortSignal,
  ) => Promise<readonly LookedAt[]>
  readonly close: () => Promise<void>
}
