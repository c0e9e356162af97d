import type { ImagePoint } from '../../contract/ids'
import type { DatasetBuilder } from './dataset-builder'
import { parseState } from './state-words'

interface LabelRow {
  file: string
  class: string
  /** A word of `state-words.ts`; empty means present. */
  state: string
  point: ImagePoint | null
}

/** Adds one (file, class, state) to a dataset; an empty class names the picture alone. */
export function addLabelRow(builder: DatasetBuilder, row: LabelRow, line: number): void {
  const image = builder.addImage(row.file, line)
  if (image === null || row.class.trim() === '') return
  const state = parseState(row.state)
  if (state === null) {
    builder.report(line, `"${row.state}" is no label state.`)
    return
  }
  const index = builder.addClass(row.class, line)
  if (index !== null) builder.setLabel(image, index, state, row.point)
}

/** A point from two fractions; null unless both are numbers from 0 to 1. */
export function parsePoint(x: unknown, y: unknown): ImagePoint | null {
  if (x === '' || y === '' || x == null || y == null) return null
  const point = { x: Number(x), y: Number(y) }
  return isFraction(point.x) && isFraction(point.y) ? point : null
}

function isFraction(value: number): boolean {
  return value >= 0 && value <= 1
}
