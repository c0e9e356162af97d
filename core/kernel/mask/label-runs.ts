import type { Rle } from './bitmap'
import { packCounts } from './counts'

/** The mask of every number but 0 in a picture of numbers [height, width], by that number. */
export function rlesOfLabels(
  labels: ArrayLike<number>,
  width: number,
  height: number,
): Map<number, Rle> {
  const runs = new Map<number, { counts: number[]; end: number }>()
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      const label = labels[y * width + x] ?? 0
      if (label === 0) continue
      let own = runs.get(label)
      if (own === undefined) runs.set(label, (own = { counts: [], end: 0 }))
      const place = x * height + y
      // The first run is outside, so that a mask from the first pixel on begins with none.
      if (place === own.end && own.counts.length > 0) own.counts.push((own.counts.pop() ?? 0) + 1)
      else own.counts.push(place - own.end, 1)
      own.end = place + 1
    }
  }
  const rest = width * height
  return new Map(
    Array.from(runs, ([label, { counts, end }]) => [
      label,
      { width, height, counts: packCounts(end < rest ? [...counts, rest - end] : counts) },
    ]),
  )
}
