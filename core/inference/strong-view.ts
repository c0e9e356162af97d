import type { RandomState } from '../kernel/rng'
import { colourChanges, saturate } from './colour-changes'
import { hide, shapeChanges } from './shape-changes'
import { asColours, mirror } from './square'
import type { Square } from './square'

const changes = [...colourChanges, ...shapeChanges]

/** RandAugment's number of changes in the papers that name one (IGNORE). */
const CHANGES = 3
const GREY_SHARE = 0.2

/**
 * A picture changed at random: three changes of colour or shape in the manner of RandAugment (Cubuk et
 * al. 2020), a fifth of them grey, one square of up to half the edge without colour (cutout), half of them
 * mirrored. Works on a square, so that one decoding does for all views.
 */
export async function strongView(square: Square, random: RandomState): Promise<Square> {
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
