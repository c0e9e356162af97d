import { UNDECIDED } from '../method'
import type { LabelRows, Numbers } from '../method'
import type { LossPart } from './loss-parts'

/**
 * How far apart two views of the same pictures are: the mean over B * C of (z - z')^2, with gradients by
 * both. What people could not decide takes no part.
 */
export function viewConsistency(plain: Numbers, strong: Numbers, { state }: LabelRows): LossPart {
  const scale = 1 / Math.max(1, plain.length)
  const logits = new Float64Array(plain.length)
  let loss = 0
  for (let i = 0; i < plain.length; i++) {
    if (state[i] === UNDECIDED) continue
    const apart = (plain[i] ?? 0) - (strong[i] ?? 0)
    loss += scale * apart * apart
    logits[i] = 2 * scale * apart
  }
  return { loss, grads: { logits, strong: logits.map((slope) => -slope) } }
}
