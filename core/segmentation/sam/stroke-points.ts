import type { PromptStroke } from '../segmenter'

/** Points that a stroke becomes at most: a network of the SAM family knows points, not strokes. */
const MOST = 6

interface Place {
  readonly x: number
  readonly y: number
}

/** Places along a stroke at equal distances, its ends among them; about one for each two widths of it. */
export function placesAlong({ points, width }: PromptStroke): Place[] {
  const lengths = points.slice(1).map((point, i) => distance(points[i] ?? point, point))
  const whole = lengths.reduce((sum, length) => sum + length, 0)
  const count = Math.min(MOST, 1 + Math.floor(whole / Math.max(1, 2 * width)))
  if (count === 1) return [placeAt(points, lengths, whole / 2)]
  return Array.from({ length: count }, (_, i) =>
    placeAt(points, lengths, (whole * i) / (count - 1)),
  )
}

function placeAt(points: readonly Place[], lengths: readonly number[], at: number): Place {
  let left = at
  for (const [i, length] of lengths.entries()) {
    const [from, to] = [points[i], points[i + 1]]
    if (left <= length && from !== undefined && to !== undefined) {
      const part = length === 0 ? 0 : left / length
      return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
    }
    left -= length
  }
  return points.at(-1) ?? { x: 0, y: 0 }
}

const distance = (a: Place, b: Place): number => Math.hypot(a.x - b.x, a.y - b.y)
