import type { Parameters, Moment } from '../method'
import { mirrored, sigmoid } from './kernels'
import type { Cost, Kernel } from './kernels'

/** p^q has an infinite slope by p at 0; the probabilities stay this far from it, and from 1. */
const SMALLEST = 1e-7

/**
 * Generalised cross-entropy of a positive and of a negative, (1 - p^q) / q: from the logarithm (q = 0,
 * taken from `kernel`) to the absolute error (q = 1). Zhang and Sabuncu, NeurIPS 2018.
 */
export function robustKernel({ q2 = 0, q3 = 0 }: Parameters, { positive, negative }: Kernel) {
  return {
    positive: q2 === 0 ? positive : robustPositive(q2),
    negative: q3 === 0 ? negative : mirrored(robustPositive(q3)),
  }
}

function robustPositive(q: number): Cost {
  return (z) => {
    const p = Math.min(1 - SMALLEST, Math.max(SMALLEST, sigmoid(z)))
    const inside = p === sigmoid(z)
    return {
      value: -Math.expm1(q * Math.log(p)) / q,
      slope: inside ? -(p ** q) * sigmoid(-z) : 0,
    }
  }
}

/** How the model is read in an epoch of the generalised robust loss: a line and a bell over p. */
export type Reading = { w: number; b: number; mu: number; sigma: number }

/**
 * Schedules of Chen et al., IJCAI 2024: the line goes by (epoch - 1) / epochs, the bell by
 * epoch / epochs, each from its first to its last value.
 */
export function readingAt(parameters: Parameters, { epoch, epochs }: Moment): Reading {
  const between = (from: string, to: string, share: number) => {
    const start = parameters[from] ?? 0
    return start + ((parameters[to] ?? 0) - start) * share
  }
  const line = Math.max(epoch - 1, 0) / epochs
  const bell = epoch / epochs
  return {
    w: between('w0', 'wT', line),
    b: between('b0', 'bT', line),
    mu: between('mu0', 'muT', bell),
    sigma: between('sigma0', 'sigmaT', bell),
  }
}

/** How likely an unknown label is present, and how much it counts; both are held fixed in a step. */
export function readLabel(
  z: number,
  { w, b, mu, sigma }: Reading,
): { present: number; weight: number } {
  const p = sigmoid(z)
  return { present: sigmoid(w * p + b), weight: Math.exp(-0.5 * ((p - mu) / sigma) ** 2) }
}
