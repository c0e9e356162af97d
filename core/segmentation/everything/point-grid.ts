export interface Place {
  readonly x: number
  readonly y: number
}

/**
 * The middles of `side` x `side` equal cells of a picture, row by row, in its pixels. An axis that has
 * fewer pixels than cells gives each pixel once.
 */
export function pointGrid(side: number, width: number, height: number): Place[] {
  const columns = middles(side, width)
  return middles(side, height).flatMap((y) => columns.map((x) => ({ x, y })))
}

function middles(cells: number, pixels: number): number[] {
  const count = Math.max(1, Math.min(cells, pixels))
  return Array.from({ length: count }, (_, i) => ((i + 0.5) * pixels) / count)
}
