import type { Rle } from '@mask/bitmap'
import { rleCounts } from '@mask/rle'
import type { Size } from '../coordinates'

/** A mask as runs of pixels row by row: quick to paint, to outline and to ask. */
export interface Spans extends Size {
  /** The first row that has any. */
  readonly top: number
  /** Where the pairs of row `top + i` begin in `ends`; [rows + 1]. */
  readonly rows: Int32Array
  /** Pairs: the first column inside, the first one behind. */
  readonly ends: Int32Array
  /** Pixels. */
  readonly area: number
}

/** Collects runs row by row, from `top` on. */
class SpanList {
  readonly #rows: number[] = [0]
  readonly #ends: number[] = []
  #area = 0

  add(from: number, to: number): void {
    this.#ends.push(from, to)
    this.#area += to - from
  }

  endRow(): void {
    this.#rows.push(this.#ends.length)
  }

  finish(size: Size, top: number): Spans {
    return {
      ...{ width: size.width, height: size.height, top, area: this.#area },
      rows: Int32Array.from(this.#rows),
      ends: Int32Array.from(this.#ends),
    }
  }
}

/** A mask on another grid (nearest pixel). Throws a RangeError for run lengths that do not add up. */
export function spansOf(mask: Rle, grid: Size): Spans {
  const box = boxed(mask)
  const list = new SpanList()
  const down = mask.height / grid.height
  const across = grid.width / mask.width
  const top = Math.max(0, Math.ceil(box.y0 / down - 0.5))
  const bottom = Math.min(grid.height, Math.ceil(box.y1 / down - 0.5))
  for (let y = top; y < bottom; y++) {
    const row = Math.floor((y + 0.5) * down) - box.y0
    let from = -1
    for (let x = 0; x <= box.width; x++) {
      const inside = x < box.width && box.data[row * box.width + x] === 1
      if (inside === from >= 0) continue
      if (inside) from = x
      else {
        const start = Math.ceil((box.x0 + from) * across - 0.5)
        const end = Math.ceil((box.x0 + x) * across - 0.5)
        if (end > start) list.add(start, end)
        from = -1
      }
    }
    list.endRow()
  }
  return list.finish(grid, top)
}

/** The part of a mask within its bounds, a byte a pixel. */
function boxed(mask: Rle) {
  const counts = rleCounts(mask)
  const { height } = mask
  const box = { x0: mask.width, x1: 0, y0: height, y1: 0 }
  eachRun(counts, height, (x, from, to) => {
    if (x < box.x0) box.x0 = x
    box.x1 = x + 1
    if (from < box.y0) box.y0 = from
    if (to > box.y1) box.y1 = to
  })
  const width = Math.max(0, box.x1 - box.x0)
  const data = new Uint8Array(width * Math.max(0, box.y1 - box.y0))
  eachRun(counts, height, (x, from, to) => {
    for (let y = from; y < to; y++) data[(y - box.y0) * width + x - box.x0] = 1
  })
  return { ...box, width, data }
}

/** Runs inside, column by column: rows `from` to before `to` of column `x`. */
function eachRun(
  counts: Uint32Array,
  height: number,
  visit: (x: number, from: number, to: number) => void,
): void {
  let at = 0
  for (let i = 0; i + 1 < counts.length; i += 2) {
    let start = at + (counts[i] ?? 0)
    at = start + (counts[i + 1] ?? 0)
    while (start < at) {
      const x = Math.floor(start / height)
      const end = Math.min(at, (x + 1) * height)
      visit(x, start - x * height, end - x * height)
      start = end
    }
  }
}

/** Whether a pixel lies inside. */
export function covers(spans: Spans, x: number, y: number): boolean {
  const row = y - spans.top
  if (row < 0 || row + 1 >= spans.rows.length) return false
  for (let i = spans.rows[row] ?? 0; i < (spans.rows[row + 1] ?? 0); i += 2) {
    if (x < (spans.ends[i] ?? 0)) return false
    if (x < (spans.ends[i + 1] ?? 0)) return true
  }
  return false
}

/** The pixels inside that touch, side by side, one outside. */
export function edgesOf(spans: Spans): Spans {
  const list = new SpanList()
  const count = spans.rows.length - 1
  for (let row = 0; row < count; row++) {
    const above = rowOf(spans, row - 1)
    const below = rowOf(spans, row + 1)
    const own = rowOf(spans, row)
    for (let i = 0; i < own.length; i += 2) {
      const [from, to] = [own[i] ?? 0, own[i + 1] ?? 0]
      outline(from, to, inside(above, below, from + 1, to - 1), list)
    }
    list.endRow()
  }
  return list.finish(spans, spans.top)
}

function rowOf(spans: Spans, row: number): Int32Array {
  return spans.ends.subarray(spans.rows[row] ?? 0, spans.rows[row + 1] ?? 0)
}

/** Where both rows are inside, between two columns. */
function inside(above: Int32Array, below: Int32Array, from: number, to: number): number[] {
  const found: number[] = []
  let [i, j] = [0, 0]
  while (i < above.length && j < below.length) {
    const start = Math.max(above[i] ?? 0, below[j] ?? 0, from)
    const end = Math.min(above[i + 1] ?? 0, below[j + 1] ?? 0, to)
    if (end > start) found.push(start, end)
    if ((above[i + 1] ?? 0) < (below[j + 1] ?? 0)) i += 2
    else j += 2
  }
  return found
}

/** What of a run is not inside. */
function outline(from: number, to: number, inner: readonly number[], list: SpanList): void {
  let at = from
  for (let i = 0; i < inner.length; i += 2) {
    if ((inner[i] ?? 0) > at) list.add(at, inner[i] ?? 0)
    at = inner[i + 1] ?? at
  }
  if (to > at) list.add(at, to)
}

/** What any of them covers; all of one grid. */
export function unionSpans(all: readonly Spans[], grid: Size): Spans {
  const list = new SpanList()
  const top = Math.min(grid.height, ...all.map((spans) => spans.top))
  const bottom = Math.max(top, ...all.map((spans) => spans.top + spans.rows.length - 1))
  for (let y = top; y < bottom; y++) {
    joinRow(
      all.flatMap((spans) => pairs(rowOf(spans, y - spans.top))),
      list,
    )
    list.endRow()
  }
  return list.finish(grid, top)
}

function pairs(row: Int32Array): [number, number][] {
  const found: [number, number][] = []
  for (let i = 0; i < row.length; i += 2) found.push([row[i] ?? 0, row[i + 1] ?? 0])
  return found
}

function joinRow(runs: [number, number][], list: SpanList): void {
  runs.sort(([a], [b]) => a - b)
  let open: [number, number] | null = null
  for (const [from, to] of runs) {
    if (open !== null && from <= open[1]) open[1] = Math.max(open[1], to)
    else {
      if (open !== null) list.add(...open)
      open = [from, to]
    }
  }
  if (open !== null) list.add(...open)
}
