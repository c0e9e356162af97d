/** What a canvas on the screen can be told to do. */
export interface CanvasHandle {
  fit(): void
  /** One picture pixel on one CSS pixel. */
  actualSize(): void
  /** Zooms around the middle; above 1 comes nearer. */
  zoom(factor: number): void
}
