/** Where tiles of one size lie in rows from left to right; all in CSS pixels. */
export interface GridGeometry {
  readonly columns: number
  readonly tileWidth: number
  readonly tileHeight: number
  readonly gap: number
}

export interface Rect {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** As many tiles side by side as fit, widened so that the row fills the width. */
export function layOut(
  width: number,
  wishedTile: number,
  gap: number,
  aspect: number,
): GridGeometry {
  const columns = Math.max(1, Math.floor((width + gap) / (wishedTile + gap)))
  const tileWidth = Math.max(1, Math.floor((width - gap * (columns - 1)) / columns))
  return { columns, tileWidth, tileHeight: Math.round(tileWidth / aspect), gap }
}

/** Tiles of a page that fills the height without scrolling; at least one row, at most `most`. */
export function pageSize(geometry: GridGeometry, height: number, most: number): number {
  const rows = Math.max(1, Math.floor((height + geometry.gap) / rowHeight(geometry)))
  return Math.min(most, rows * geometry.columns)
}

export function rowHeight(geometry: GridGeometry): number {
  return geometry.tileHeight + geometry.gap
}

export function rectBetween(x1: number, y1: number, x2: number, y2: number): Rect {
  return {
    left: Math.min(x1, x2),
    top: Math.min(y1, y2),
    right: Math.max(x1, x2),
    bottom: Math.max(y1, y2),
  }
}

/** Indices of the tiles that a rectangle touches, the gaps between them not counted. */
export function tilesInRect(geometry: GridGeometry, rect: Rect, total: number): number[] {
  const across = touched(rect.left, rect.right, geometry.tileWidth, geometry.gap)
  const down = touched(rect.top, rect.bottom, geometry.tileHeight, geometry.gap)
  const lastColumn = Math.min(across.last, geometry.columns - 1)
  const lastRow = Math.min(down.last, Math.ceil(total / geometry.columns) - 1)
  const found: number[] = []
  for (let row = down.first; row <= lastRow; row += 1) {
    for (let column = across.first; column <= lastColumn; column += 1) {
      const index = row * geometry.columns + column
      if (index < total) found.push(index)
    }
  }
  return found
}

function touched(from: number, to: number, length: number, gap: number) {
  const pitch = length + gap
  const first = Math.max(0, Math.floor(from / pitch))
  return { first: from > first * pitch + length ? first + 1 : first, last: Math.floor(to / pitch) }
}

/** Where an arrow, Home, End or page key leads; the same index where it leads nowhere. */
export function moveIndex(key: string, index: number, total: number, perRow: number, rows: number) {
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -perRow,
    ArrowDown: perRow,
    PageUp: -perRow * rows,
    PageDown: perRow * rows,
    Home: -index,
    End: total - 1 - index,
  }
  const step = steps[key]
  if (step === undefined || total === 0) return index
  const wanted = index + step
  const vertical = key === 'ArrowUp' || key === 'ArrowDown'
  if (vertical && (wanted < 0 || wanted >= total)) return index
  return Math.min(total - 1, Math.max(0, wanted))
}
