import { type Activation, stretchActivation } from '../../kernel/activation/activation'
import { type Raster, stabilityOf } from '../rasterise'

export interface Reliability {
  readonly stability: number
  /** Mean activation inside the mask, 0..1. */
  readonly activation: number
  /** Both multiplied: how far the pair of segment and class can be relied on. */
  readonly reliability: number
}

/** How sure a segmenter is of a mask's edge, times how much of its class is seen inside. */
export function reliabilityOf(guess: Raster, activation: Activation): Reliability {
  const stability = stabilityOf(guess)
  const inside = meanInside(guess, activation)
  return { stability, activation: inside, reliability: stability * inside }
}

function meanInside({ logits, width, height }: Raster, activation: Activation): number {
  const { values } = stretchActivation(activation, width, height)
  let sum = 0
  let count = 0
  for (const [i, logit] of logits.entries()) {
    if (!(logit > 0)) continue
    sum += values[i] ?? 0
    count++
  }
  return count === 0 ? 0 : sum / count
}
