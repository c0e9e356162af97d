import type { MatMul } from '../../kernel/mat-mul'

/** Rows compared with all others at once. */
const BLOCK = 512

/**
 * The `count` nearest rows of every row of vectors [N, D] by Euclidean distance, itself left out
 * [N * count]; the first of equally near ones. With fewer rows than that, rows stand for themselves.
 */
export function nearestRows(
  vectors: Float32Array,
  width: number,
  count: number,
  matMul: MatMul,
): Uint32Array {
  const rows = vectors.length / width
  const squares = Float64Array.from({ length: rows }, (_, row) => squareOf(vectors, row, width))
  const nearest = new Uint32Array(rows * count)
  for (let start = 0; start < rows; start += BLOCK) {
    const block = vectors.subarray(start * width, Math.min(rows, start + BLOCK) * width)
    const size = block.length / width
    const products = matMul(block, size, width, vectors, width, { transposeB: true })
    for (let i = 0; i < size; i++) {
      const row = start + i
      const distance = (other: number) =>
        (squares[other] ?? 0) - 2 * (products[i * rows + other] ?? 0)
      nearest.set(smallest(rows, count, row, distance), row * count)
    }
  }
  return nearest
}

function smallest(
  rows: number,
  count: number,
  own: number,
  distance: (row: number) => number,
): number[] {
  const best: { row: number; far: number }[] = []
  for (let row = 0; row < rows; row++) {
    if (row === own) continue
    const far = distance(row)
    const last = best.at(-1)
    if (best.length === count && last !== undefined && far >= last.far) continue
    best.push({ row, far })
    best.sort((a, b) => a.far - b.far || a.row - b.row)
    best.splice(count)
  }
  return Array.from({ length: count }, (_, i) => best[i]?.row ?? own)
}

function squareOf(vectors: Float32Array, row: number, width: number): number {
  let sum = 0
  for (let d = row * width; d < (row + 1) * width; d++) sum += (vectors[d] ?? 0) ** 2
  return sum
}
