import type { PromptPoint } from '../segmenter'
import type { Size } from './frame'
import type { Raster } from './raster'

/** Pixels of the grid around a click within which a person is right and the networks are not. */
const REACH = 8

/** Makes a raster agree with every click, at and around its place; the last click has the last word. */
export function insist(raster: Raster, points: readonly PromptPoint[], grid: Size): void {
  const { logits, width, height } = raster
  const scale = width / grid.width
  const reach = REACH * scale
  for (const { x: u, y: v, positive } of points) {
    const x = Math.min(width - 1, Math.floor(u * scale))
    const y = Math.min(height - 1, Math.floor((v * height) / grid.height))
    if (logits[y * width + x] === undefined || (logits[y * width + x] ?? 0) > 0 === positive)
      continue
    for (
      let row = Math.max(0, Math.ceil(y - reach));
      row <= Math.min(height - 1, y + reach);
      row++
    ) {
      for (let at = Math.max(0, Math.ceil(x - reach)); at <= Math.min(width - 1, x + reach); at++) {
        const wish = 2 * (1 - Math.hypot(at - x, row - y) / reach)
        if (wish <= 0) continue
        const old = logits[row * width + at] ?? 0
        logits[row * width + at] = positive ? Math.max(old, wish) : Math.min(old, -wish)
      }
    }
  }
}
