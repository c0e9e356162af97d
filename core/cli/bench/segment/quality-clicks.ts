import type { Bitmap } from '../../../kernel/mask/bitmap'
import type { Point } from '../../../kernel/mask/trace'

/**
 * Where a person would click to correct a mask: the place farthest from the edge of what is wrong (what
 * lies outside the picture is right), and how far that is; null where all is right. Squared distances
 * are exact (Felzenszwalb and Huttenlocher, "Distance Transforms of Sampled Functions", 2012).
 */
export function middleOf(wrong: Bitmap): (Point & { readonly distance: number }) | null {
  const { width, height } = wrong
  const far = width + height
  const squares = new Float64Array(width * height)
  for (let x = 0; x < width; x++) {
    let above = 0
    for (let y = 0; y < height; y++) {
      above = wrong.data[y * width + x] === 1 ? above + 1 : 0
      squares[y * width + x] = above
    }
    let below = 0
    for (let y = height - 1; y >= 0; y--) {
      below = wrong.data[y * width + x] === 1 ? below + 1 : 0
      squares[y * width + x] = Math.min(squares[y * width + x] ?? far, below) ** 2
    }
  }
  let best = { at: -1, square: 0 }
  for (let y = 0; y < height; y++) {
    const row = squares.subarray(y * width, (y + 1) * width)
    for (const [x, square] of alongRow(row).entries())
      if (square > best.square) best = { at: y * width + x, square }
  }
  if (best.at < 0) return null
  const [x, y] = [best.at % width, Math.floor(best.at / width)]
  return { x: x + 0.5, y: y + 0.5, distance: Math.sqrt(best.square) }
}

/** The lower envelope of parabolas over a row; beyond both ends stands one of height 0. */
function alongRow(row: Float64Array): Float64Array {
  const count = row.length + 2
  const heightAt = (place: number) => row[place - 1] ?? 0
  const places = new Int32Array(count)
  const starts = new Float64Array(count + 1)
  let top = 0
  starts[0] = -Infinity
  starts[1] = Infinity
  const meet = (a: number, b: number) => (heightAt(b) + b * b - heightAt(a) - a * a) / (2 * (b - a))
  for (let place = 1; place < count; place++) {
    let start = meet(places[top] ?? 0, place)
    while (start <= (starts[top] ?? 0)) start = meet(places[--top] ?? 0, place)
    places[++top] = place
    starts[top] = start
    starts[top + 1] = Infinity
  }
  const lowest = new Float64Array(row.length)
  let from = 0
  for (let x = 1; x <= row.length; x++) {
    while ((starts[from + 1] ?? Infinity) < x) from++
    const place = places[from] ?? 0
    lowest[x - 1] = (x - place) ** 2 + heightAt(place)
  }
  return lowest
}
