import type { ImagePoint } from '@contract/ids'
import type { ScreenPoint, Size } from './coordinates'
import type { LiveBitmap } from './live-bitmap'
import type { Sketch } from './sketch'
import type { Viewport } from './viewport'

/** A picture ready to be drawn; the source may have fewer pixels than the picture it stands for. */
export interface Picture extends Size {
  readonly source: CanvasImageSource | null
}

export interface Marker {
  readonly point: ImagePoint
  readonly colour: string
  /** Not stored yet: drawn as a ring that waits for its label. */
  readonly pending: boolean
}

/** What the engine draws on. Konva in the window; a record of calls in the engine's tests. */
export interface Surface {
  resize(stage: Size): void
  place(view: Viewport, picture: Size): void
  drawPicture(picture: Picture | null): void
  drawHeat(source: CanvasImageSource | null, opacity: number): void
  drawMarkers(markers: readonly Marker[]): void
  /** Masks over the picture, drawn again whenever one of them changes. */
  drawBitmaps(bitmaps: readonly LiveBitmap[]): void
  drawSketch(sketch: Sketch | null): void
  /** The ring of a brush, in CSS pixels; null takes it away. */
  drawRing(at: ScreenPoint | null, radius: number): void
  destroy(): void
}
