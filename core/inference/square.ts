/** A square picture as bytes [side, side, channels], channels 1 (grey) or 3 (RGB). */
export interface Square {
  readonly pixels: Uint8Array
  readonly side: number
}

/** Red, green and blue at half: zero for a network, as good as its mean colour. */
export const NO_COLOUR = 127

const scaled = Float32Array.from({ length: 256 }, (_, value) => value / 127.5 - 1)

/** As backbones take it: planes [3, side, side], x / 127.5 - 1; into `out` when given. */
export function toPlanes(
  { pixels, side }: Square,
  out: Float32Array = new Float32Array(3 * side * side),
): Float32Array {
  const positions = side * side
  const step = pixels.length / positions
  const [green, blue] = step < 3 ? [0, 0] : [1, 2]
  for (let i = 0, from = 0; i < positions; i++, from += step) {
    out[i] = scaled[pixels[from] ?? 0] ?? 0
    out[i + positions] = scaled[pixels[from + green] ?? 0] ?? 0
    out[i + 2 * positions] = scaled[pixels[from + blue] ?? 0] ?? 0
  }
  return out
}

/** Three bytes a pixel also where the picture is grey. */
export function asColours({ pixels, side }: Square): Square {
  if (pixels.length !== side * side) return { pixels, side }
  const colours = new Uint8Array(3 * pixels.length)
  for (const [i, value] of pixels.entries()) colours.fill(value, 3 * i, 3 * i + 3)
  return { pixels: colours, side }
}

/** Left becomes right. */
export function mirror({ pixels, side }: Square): Square {
  const step = pixels.length / (side * side)
  const mirrored = new Uint8Array(pixels.length)
  const width = side * step
  for (let row = 0; row < pixels.length; row += width) {
    for (let x = 0, to = row + width - step; x < width; x += step, to -= step) {
      for (let c = 0; c < step; c++) mirrored[to + c] = pixels[row + x + c] ?? 0
    }
  }
  return { pixels: mirrored, side }
}

/** The edge x edge equal squares of a square, row by row. Its side is a multiple of `edge`. */
export function cutTiles({ pixels, side }: Square, edge: number): Square[] {
  const tile = side / edge
  const step = pixels.length / (side * side)
  return Array.from({ length: edge * edge }, (_, i) => {
    const left = (i % edge) * tile
    const top = Math.floor(i / edge) * tile
    const cut = new Uint8Array(tile * tile * step)
    for (let y = 0; y < tile; y++) {
      const from = ((top + y) * side + left) * step
      cut.set(pixels.subarray(from, from + tile * step), y * tile * step)
    }
    return { pixels: cut, side: tile }
  })
}
