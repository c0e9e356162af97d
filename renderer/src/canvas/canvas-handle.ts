import type { PixelBox } from './live-bitmap'

/** What a canvas on the screen can be told to do. */
export interface CanvasHandle {
  fit(): void
  /** One picture pixel on one CSS pixel. */
  actualSize(): void
  /** Zooms around the middle; above 1 comes nearer. */
  zoom(factor: number): void
}

/** A canvas that can also be shown a part of its picture. */
export interface PartHandle extends CanvasHandle {
  /** In pixels of the picture. */
  showPart(part: PixelBox): void
}
