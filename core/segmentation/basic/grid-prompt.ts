import type { Prompt, PromptBox, PromptPoint } from '../segmenter'
import type { Size } from './frame'

/** Prompts in pixels of the grid. */
export interface GridPrompt {
  readonly points: readonly PromptPoint[]
  readonly box: PromptBox | null
}

interface Place {
  readonly x: number
  readonly y: number
}

/** Strokes become clicks along them; of what lies outside the picture, the nearest place inside. */
export function onGrid({ points, strokes, box }: Prompt, picture: Size, grid: Size): GridPrompt {
  const place = ({ x, y }: Place): Place => ({
    x: within((x * grid.width) / picture.width, grid.width),
    y: within((y * grid.height) / picture.height, grid.height),
  })
  const clicks = points.map(({ positive, ...at }) => ({ ...place(at), positive }))
  const drawn = strokes.flatMap(({ points: line, positive }) =>
    thinned(line.map(place)).map((at) => ({ ...at, positive })),
  )
  return { points: [...clicks, ...drawn], box: box && boxBetween(box, place) }
}

/** Whichever corner it was drawn from. */
function boxBetween(box: PromptBox, place: (at: Place) => Place): PromptBox {
  const [a, b] = [place({ x: box.x0, y: box.y0 }), place({ x: box.x1, y: box.y1 })]
  return {
    ...{ x0: Math.min(a.x, b.x), x1: Math.max(a.x, b.x) },
    ...{ y0: Math.min(a.y, b.y), y1: Math.max(a.y, b.y) },
  }
}

const within = (at: number, length: number) => Math.min(length, Math.max(0, at))

/** Pixels of the grid between two clicks that a stroke becomes. */
const STRIDE = 8

/** Places along a line; between two that lie far apart there are more. */
function thinned(line: readonly Place[]): Place[] {
  const [first, ...others] = line
  if (first === undefined) return []
  const kept = [first]
  let last = first
  for (const place of others) {
    const steps = Math.floor(Math.hypot(place.x - last.x, place.y - last.y) / STRIDE)
    if (steps === 0) continue
    const from = last
    for (let step = 1; step <= steps; step++) kept.push(between(from, place, step / steps))
    last = place
  }
  return kept
}

const between = (a: Place, b: Place, part: number): Place => ({
  x: a.x + part * (b.x - a.x),
  y: a.y + part * (b.y - a.y),
})
