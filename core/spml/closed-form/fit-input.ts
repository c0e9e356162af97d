import type { MatMul } from '../../kernel/mat-mul'

/** Cells of the feature map: few positions per image, all channels. */
export type CellReader = {
  positions: number
  channels: number
  /** [rows, positions, channels], not standardised. */
  read: (rows: Uint32Array) => Promise<Float32Array>
}

/** What a closed-form expert learns from. N images, D columns, C classes. */
export type FitInput = {
  /** Standardised features [N, D]. */
  vectors: Float32Array
  /** The same rows at length 1 [N, D]. */
  units: Float32Array
  images: number
  width: number
  classes: number
  /** 1 present, 0 absent or unknown [N, C]. */
  targets: Float32Array
  seed: number
}

/** How an expert computes: products of matrices, and letting others have a turn. */
export type Means = { matMul: MatMul; breathe: () => Promise<void> }

/** Mean of every column of a table [rows, width]. */
export function columnMeans(table: Float32Array, width: number): Float32Array {
  const sums = new Float64Array(width)
  for (let start = 0; start < table.length; start += width) {
    for (let d = 0; d < width; d++) sums[d] = (sums[d] ?? 0) + (table[start + d] ?? 0)
  }
  const rows = Math.max(1, table.length / width)
  return Float32Array.from(sums, (sum) => sum / rows)
}

/** A table [rows, width] less a number for every column. */
export function lessColumns(table: Float32Array, columns: Float32Array): Float32Array {
  return table.map((value, i) => value - (columns[i % columns.length] ?? 0))
}

/** Rows brought to length 1, a new table; rows of zeros stay. */
export function unitRows(table: Float32Array, width: number): Float32Array {
  const units = table.slice()
  for (let start = 0; start < units.length; start += width) {
    let square = 0
    for (let d = start; d < start + width; d++) square += (units[d] ?? 0) ** 2
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0
    for (let d = start; d < start + width; d++) units[d] = (units[d] ?? 0) * scale
  }
  return units
}
