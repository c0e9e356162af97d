/** Cells along each edge, at most: few enough to keep of every picture, and to look at in a fit. */
const CELL_EDGE = 5

/** How many cells a square map of so many positions has. */
export function cellCount(positions: number): number {
  return Math.min(CELL_EDGE, Math.round(Math.sqrt(positions))) ** 2
}

/**
 * The means that make cells of a square map: [positions, cells] row-major, each column adding up to 1.
 * Bins as in adaptive average pooling: they overlap where the map cannot be divided evenly.
 */
export function cellWeights(positions: number): Float32Array {
  const edge = Math.round(Math.sqrt(positions))
  const cells = cellCount(positions)
  const bins = binsOf(edge, Math.min(CELL_EDGE, edge))
  const weights = new Float32Array(positions * cells)
  bins.forEach((rows, y) => {
    bins.forEach((columns, x) => {
      for (const row of rows) {
        for (const column of columns) {
          const place = (row * edge + column) * cells + y * bins.length + x
          weights[place] = 1 / (rows.length * columns.length)
        }
      }
    })
  })
  return weights
}

/** Cells [cells, C] of a map [C, positions], by the weights of `cellWeights`. */
export function cellsOf(map: Float32Array, channels: number, weights: Float32Array): Float32Array {
  const positions = map.length / channels
  const cells = weights.length / positions
  const out = new Float32Array(cells * channels)
  for (let p = 0; p < positions; p++) {
    for (let cell = 0; cell < cells; cell++) {
      const weight = weights[p * cells + cell] ?? 0
      if (weight === 0) continue
      for (let c = 0; c < channels; c++) {
        const place = cell * channels + c
        out[place] = (out[place] ?? 0) + weight * (map[c * positions + p] ?? 0)
      }
    }
  }
  return out
}

/** Places along an edge that belong to each of `count` bins. */
function binsOf(edge: number, count: number): number[][] {
  return Array.from({ length: count }, (_, bin) => {
    const from = Math.floor((bin * edge) / count)
    const to = Math.ceil(((bin + 1) * edge) / count)
    return Array.from({ length: to - from }, (_, i) => from + i)
  })
}
