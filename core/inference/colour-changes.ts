import sharp from 'sharp'
import type { Sharp } from 'sharp'
import type { RandomState } from '../kernel/rng'
import type { Square } from './square'

/** Changes an RGB square by an amount in [-1, 1]; 0 leaves it as it is, or nearly. */
export type Change = (square: Square, amount: number) => Square | Promise<Square>

const HALF = 127.5
/** Weights of red, green and blue in what an eye calls bright (ITU-R BT.601). */
const LUMINANCE = [0.299, 0.587, 0.114] as const

/** Every byte through a table. */
function mapBytes({ pixels, side }: Square, change: (value: number) => number): Square {
  const table = Uint8ClampedArray.from({ length: 256 }, (_, value) => change(value))
  return { pixels: pixels.map((value) => table[value] ?? 0), side }
}

/** Between grey (-1) and twice the colour (1). */
export function saturate({ pixels, side }: Square, amount: number): Square {
  const out = new Uint8ClampedArray(pixels.length)
  const [r, g, b] = LUMINANCE
  for (let i = 0; i < pixels.length; i += 3) {
    const grey = r * (pixels[i] ?? 0) + g * (pixels[i + 1] ?? 0) + b * (pixels[i + 2] ?? 0)
    for (let c = i; c < i + 3; c++) out[c] = grey + (1 + amount) * ((pixels[c] ?? 0) - grey)
  }
  return { pixels: new Uint8Array(out.buffer), side }
}

async function through(
  { pixels, side }: Square,
  change: (picture: Sharp) => Sharp,
): Promise<Square> {
  const picture = sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
  return { pixels: await change(picture).raw().toBuffer(), side }
}

const brighten = (square: Square, amount: number) =>
  mapBytes(square, (value) => value * (1 + amount))

const contrast = (square: Square, amount: number) =>
  mapBytes(square, (value) => HALF + (value - HALF) * (1 + amount))

/** Brightness, contrast and colour, each by at most a share `most` up or down (colour jitter). */
export function jitter(square: Square, most: number, random: RandomState): Square {
  const amount = () => most * (2 * random.uniform() - 1)
  return saturate(contrast(brighten(square, amount()), amount()), amount())
}

/** The largest factors are those of the colour jitter in the papers: 0.4, and a tenth of the hues. */
export const colourChanges: readonly Change[] = [
  (square, amount) => brighten(square, 0.4 * amount),
  (square, amount) => contrast(square, 0.4 * amount),
  (square, amount) => saturate(square, 0.4 * amount),
  (square, amount) =>
    through(square, (picture) => picture.modulate({ hue: (360 + Math.round(36 * amount)) % 360 })),
  (square, amount) => through(square, (picture) => picture.blur(0.5 + Math.abs(amount))),
  (square, amount) =>
    through(square, (picture) => picture.sharpen({ sigma: 0.5 + Math.abs(amount) })),
  // 7 to 4 bits of each colour.
  (square, amount) => {
    const step = 2 ** (1 + Math.round(3 * Math.abs(amount)))
    return mapBytes(square, (value) => value - (value % step))
  },
  // What is brighter than a bound turns dark; the bound comes down to one half.
  (square, amount) => {
    const bound = 255 - 127 * Math.abs(amount)
    return mapBytes(square, (value) => (value > bound ? 255 - value : value))
  },
]
