import type { GridGeometry } from './grid-geometry'

/** What the virtual grid lets its owner know and do. */
export interface GridHandle {
  readonly geometry: GridGeometry
  readonly rowsInSight: number
  readonly scroller: HTMLDivElement | null
  /** Scrolls a tile into sight; resolves when the page knows its size. */
  reveal(index: number): Promise<void>
}
