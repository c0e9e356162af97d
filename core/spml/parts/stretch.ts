/** Where the pixels of a square lie among the cells of a coarser one. */
export type Stretch = {
  /** Cells along an edge, and pixels along one. */
  readonly edge: number
  readonly side: number
  /** [side * side * 4] the cells around every pixel, and what each of them counts for it. */
  readonly cells: Int32Array
  readonly weights: Float64Array
}

/** Neighbours of a pixel along both axes. */
export const AROUND = 4

let last: Stretch | null = null

/** Bilinear between the middles of cells (`align_corners=false`). Trainings ask for one again and again. */
export function stretchOf(edge: number, side: number): Stretch {
  if (last?.edge !== edge || last.side !== side) last = makeStretch(edge, side)
  return last
}

function makeStretch(edge: number, side: number): Stretch {
  const cells = new Int32Array(side * side * AROUND)
  const weights = new Float64Array(side * side * AROUND)
  const lines = Array.from({ length: side }, (_, i) => {
    const place = Math.min(edge - 1, Math.max(0, ((i + 0.5) * edge) / side - 0.5))
    const first = Math.floor(place)
    const share = place - first
    return [
      { at: first, weight: 1 - share },
      { at: Math.min(edge - 1, first + 1), weight: share },
    ]
  })
  let i = 0
  for (const rows of lines) {
    for (const columns of lines) {
      for (const row of rows) {
        for (const column of columns) {
          cells[i] = row.at * edge + column.at
          weights[i++] = row.weight * column.weight
        }
      }
    }
  }
  return { edge, side, cells, weights }
}

/** The value of a pixel, of one number a cell. */
export function valueAt({ cells, weights }: Stretch, pixel: number, values: Float64Array): number {
  let sum = 0
  for (let i = pixel * AROUND; i < (pixel + 1) * AROUND; i++)
    sum += (weights[i] ?? 0) * (values[cells[i] ?? 0] ?? 0)
  return sum
}

/** Adds what the slope by a pixel's value is by the cells. */
export function addSlope(
  { cells, weights }: Stretch,
  pixel: number,
  slope: number,
  into: Float64Array,
): void {
  for (let i = pixel * AROUND; i < (pixel + 1) * AROUND; i++) {
    const cell = cells[i] ?? 0
    into[cell] = (into[cell] ?? 0) + slope * (weights[i] ?? 0)
  }
}
