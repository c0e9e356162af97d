import { RandomState } from '../kernel/rng'
import { colourChanges, saturate } from './colour-changes'
import { hide, shapeChanges } from './shape-changes'
import { mirror } from './square'
import type { Square } from './square'

const changes = [...colourChanges, ...shapeChanges]

/** RandAugment's number of changes in the papers that name one (IGNORE). */
const CHANGES = 3
const GREY_SHARE = 0.2
/** Keeps the variants of neighbouring pictures apart. */
const VARIANTS = 16

/**
 * A picture changed at random, the same every time for a picture and variant: three changes of colour or
 * shape in the manner of RandAugment (Cubuk et al. 2020), a fifth of them grey, one square of up to half
 * the edge without colour (cutout), half of them mirrored. Works on the square that the plain view is
 * made of, so that one decoding does for all views.
 */
export async function strongView(square: Square, seed: number, variant: number): Promise<Square> {
  const random = new RandomState(seed * VARIANTS + variant)
  let changed = asColours(square)
  for (let i = 0; i < CHANGES; i++) {
    const change = changes[random.interval(changes.length - 1)]
    const amount = 2 * random.uniform() - 1
    if (change) changed = await change(changed, amount)
  }
  if (random.uniform() < GREY_SHARE) changed = saturate(changed, -1)
  const within = () => random.uniform() * square.side
  changed = hide(changed, within(), within(), within() / 2)
  return random.uniform() < 0.5 ? mirror(changed) : changed
}

/** A grey picture has one byte a pixel. */
function asColours({ pixels, side }: Square): Square {
  if (pixels.length !== side * side) return { pixels, side }
  const colours = new Uint8Array(3 * pixels.length)
  for (const [i, value] of pixels.entries()) colours.fill(value, 3 * i, 3 * i + 3)
  return { pixels: colours, side }
}
