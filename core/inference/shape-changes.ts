import sharp from 'sharp'
import type { Change } from './colour-changes'
import { NO_COLOUR } from './square'
import type { Square } from './square'

const background = { r: NO_COLOUR, g: NO_COLOUR, b: NO_COLOUR }

/** The square about its middle under a matrix [a, b, c, d]; what comes from outside has no colour. */
async function bend({ pixels, side }: Square, matrix: readonly number[]): Promise<Square> {
  const [a = 1, b = 0, c = 0, d = 1] = matrix
  const { data, info } = await sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .affine([a, b, c, d], { background, interpolator: sharp.interpolators.bilinear })
    .raw()
    .toBuffer({ resolveWithObject: true })
  // The answer is as large as the bent square; its middle is the middle still.
  const left = Math.round((info.width - side) / 2)
  const top = Math.round((info.height - side) / 2)
  return cutOut({ data, ...info }, side, left, top)
}

interface Bytes {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

/** A square of `side` pixels from (left, top) on, which may lie outside. */
function cutOut({ data, width, height }: Bytes, side: number, left: number, top: number): Square {
  const pixels = new Uint8Array(3 * side * side).fill(NO_COLOUR)
  const [from, to] = [Math.max(0, -left), Math.min(side, width - left)]
  for (let y = Math.max(0, -top); y < Math.min(side, height - top); y++) {
    if (to <= from) break
    const row = ((y + top) * width + left) * 3
    pixels.set(data.subarray(row + from * 3, row + to * 3), (y * side + from) * 3)
  }
  return { pixels, side }
}

/** Moves the square by whole pixels. */
export function shift({ pixels, side }: Square, right: number, down: number): Square {
  return cutOut({ data: pixels, width: side, height: side }, side, -right, -down)
}

/** Takes the colour off a square about (x, y), as far as it lies inside. */
export function hide(square: Square, x: number, y: number, edge: number): Square {
  const { side } = square
  const pixels = Uint8Array.from(square.pixels)
  const inside = (at: number) => Math.min(side, Math.max(0, Math.round(at)))
  const [left, right] = [inside(x - edge / 2), inside(x + edge / 2)]
  for (let row = inside(y - edge / 2); row < inside(y + edge / 2); row++) {
    pixels.fill(NO_COLOUR, (row * side + left) * 3, (row * side + right) * 3)
  }
  return { pixels, side }
}

/** Up to 20 degrees, a shear of 0.2, a seventh of the edge. */
export const shapeChanges: readonly Change[] = [
  (square, amount) => {
    const angle = (20 * amount * Math.PI) / 180
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
    return bend(square, [cos, -sin, sin, cos])
  },
  (square, amount) => bend(square, [1, 0.2 * amount, 0, 1]),
  (square, amount) => bend(square, [1, 0, 0.2 * amount, 1]),
  (square, amount) => shift(square, Math.round((square.side / 7) * amount), 0),
  (square, amount) => shift(square, 0, Math.round((square.side / 7) * amount)),
]
