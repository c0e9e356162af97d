import { expect, it } from 'vitest'
import { cutOut, frameOf } from '../../inference/sam/frame'
import { RandomState } from '../../kernel/rng'
import { toBitmap } from '../rasterise'

const SIZE = 256
const SIDE = 1024

/** Blots of many sizes, as logits of a mask [256, 256] have them. */
function blots(seed: number): Float32Array {
  const random = new RandomState(seed)
  const waves = Array.from({ length: 12 }, () => ({
    ...{ across: 14 * random.uniform() - 7, down: 14 * random.uniform() - 7 },
    phase: 7 * random.uniform(),
  }))
  return Float32Array.from({ length: SIZE * SIZE }, (_, i) => {
    const [x, y] = [(i % SIZE) / SIZE, Math.floor(i / SIZE) / SIZE]
    return waves.reduce(
      (sum, { across, down, phase }) => sum + Math.sin(6 * (across * x + down * y) + phase),
      -1,
    )
  })
}

interface Raster {
  readonly data: Float32Array
  readonly width: number
  readonly height: number
}

/** `F.interpolate(mode='bilinear', align_corners=False)` of PyTorch. */
function interpolate({ data, width, height }: Raster, toWidth: number, toHeight: number): Raster {
  const at = (i: number, from: number, to: number) => {
    const place = Math.max(0, ((i + 0.5) * from) / to - 0.5)
    const low = Math.min(from - 1, Math.floor(place))
    return { low, high: Math.min(from - 1, low + 1), part: place - low }
  }
  const value = (x: number, y: number) => data[y * width + x] ?? NaN
  const made = new Float32Array(toWidth * toHeight)
  for (let y = 0; y < toHeight; y++) {
    const v = at(y, height, toHeight)
    for (let x = 0; x < toWidth; x++) {
      const u = at(x, width, toWidth)
      const upper = value(u.low, v.low) * (1 - u.part) + value(u.high, v.low) * u.part
      const lower = value(u.low, v.high) * (1 - u.part) + value(u.high, v.high) * u.part
      made[y * toWidth + x] = upper * (1 - v.part) + lower * v.part
    }
  }
  return { data: made, width: toWidth, height: toHeight }
}

function crop({ data, width }: Raster, toWidth: number, toHeight: number): Raster {
  const rows = Array.from({ length: toHeight }, (_, y) =>
    data.subarray(y * width, y * width + toWidth),
  )
  return {
    data: Float32Array.from(rows.flatMap((row) => [...row])),
    width: toWidth,
    height: toHeight,
  }
}

// segment-anything enlarges to the square, cuts the picture out and scales it: what lies between is
// not kept here, and one mask more is not worth two pictures of a million numbers.
it.each([
  { width: 640, height: 480 },
  { width: 427, height: 640 },
  { width: 500, height: 375 },
  { width: 333, height: 97 },
])(
  'makes of a mask for $width x $height what segment-anything makes of it',
  ({ width, height }) => {
    const frame = frameOf({ fit: 'pad', side: SIDE, canvas: null }, { width, height })
    for (const seed of [1, 2]) {
      const mask = blots(seed)
      const square = interpolate({ data: mask, width: SIZE, height: SIZE }, SIDE, SIDE)
      const theirs = interpolate(crop(square, frame.width, frame.height), width, height)
      const ours = toBitmap(cutOut(mask, SIZE, frame), width, height)
      let [both, either] = [0, 0]
      for (const [i, logit] of theirs.data.entries()) {
        const [a, b] = [logit > 0, ours.data[i] === 1]
        if (a && b) both++
        if (a || b) either++
      }
      expect(either).toBeGreaterThan(0.05 * width * height)
      expect(both / either).toBeGreaterThan(0.99)
    }
  },
)
