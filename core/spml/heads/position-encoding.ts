/** Keeps the last coordinate just below a full turn. */
const EPSILON = 1e-6
const BASE = 10_000

/**
 * Where each cell of a map lies, as sines and cosines [rows * columns, width] (DETR's fixed encoding, as
 * Query2Label uses it): half of the numbers tell the row, half the column.
 */
export function positionEncoding(rows: number, columns: number, width: number): Float32Array {
  const half = width / 2
  const encoding = new Float32Array(rows * columns * width)
  for (let cell = 0; cell < rows * columns; cell++) {
    const y = angle(Math.floor(cell / columns), rows)
    const x = angle(cell % columns, columns)
    for (let i = 0; i < half; i++) {
      encoding[cell * width + i] = wave(y, i, half)
      encoding[cell * width + half + i] = wave(x, i, half)
    }
  }
  return encoding
}

/** Coordinates count from 1 and end at a full turn. */
function angle(place: number, count: number): number {
  return ((place + 1) / (count + EPSILON)) * 2 * Math.PI
}

function wave(angle: number, i: number, half: number): number {
  const slowed = angle / BASE ** ((2 * Math.floor(i / 2)) / half)
  return i % 2 === 0 ? Math.sin(slowed) : Math.cos(slowed)
}
