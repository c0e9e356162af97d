/** Value and slope by the logit of one term of a loss. */
export type Term = { value: number; slope: number }

/** What one label costs at its logit. */
export type Cost = (z: number) => Term

/** What a positive, a negative and an undecided label cost at a logit. */
export type Kernel = { positive: Cost; negative: Cost; entropy: Cost }

const NOTHING: Term = { value: 0, slope: 0 }

/** Of a label that does not count. */
export const free: Cost = () => NOTHING

/**
 * Natural logarithms of probabilities with `eps` inside, as the code of the published methods has them;
 * eps = 0 gives the exact, stable form from logits. -ln(p + eps), -ln(1 - p + eps), and the entropy of both.
 */
export function binaryKernel(eps: number): Kernel {
  return eps === 0 ? exactKernel : paddedKernel(eps)
}

export const exactKernel: Kernel = {
  positive: (z) => ({ value: softplus(-z), slope: -sigmoid(-z) }),
  negative: (z) => ({ value: softplus(z), slope: sigmoid(z) }),
  entropy: (z) => {
    const p = sigmoid(z)
    const q = sigmoid(-z)
    return { value: p * softplus(-z) + q * softplus(z), slope: -z * p * q }
  },
}

function paddedKernel(eps: number): Kernel {
  // Written out, for they are what a training of a head mostly computes outside of its products.
  const positive = (z: number): Term => {
    const e = Math.exp(-Math.abs(z))
    const p = z >= 0 ? 1 / (1 + e) : e / (1 + e)
    const q = z >= 0 ? e / (1 + e) : 1 / (1 + e)
    return { value: -Math.log(p + eps), slope: (-p * q) / (p + eps) }
  }
  const negative = (z: number): Term => {
    const e = Math.exp(-Math.abs(z))
    const p = z >= 0 ? 1 / (1 + e) : e / (1 + e)
    const q = z >= 0 ? e / (1 + e) : 1 / (1 + e)
    return { value: -Math.log(q + eps), slope: (q * p) / (q + eps) }
  }
  const entropy = (z: number): Term => {
    const p = sigmoid(z)
    const q = sigmoid(-z)
    const a = positive(z)
    const b = negative(z)
    return {
      value: p * a.value + q * b.value,
      slope: p * q * (a.value - b.value) + p * a.slope + q * b.slope,
    }
  }
  return { positive, negative, entropy }
}

/** What a label costs whose presence is another's absence. */
export function mirrored(cost: Cost): Cost {
  return (z) => {
    const { value, slope } = cost(-z)
    return { value, slope: -slope }
  }
}

/** Costs added up with their weights. */
export function weigh(...parts: readonly (readonly [weight: number, cost: Cost])[]): Cost {
  const counting = parts.filter(([weight]) => weight !== 0)
  return (z) => {
    let value = 0
    let slope = 0
    for (const [weight, cost] of counting) {
      const term = cost(z)
      value += weight * term.value
      slope += weight * term.slope
    }
    return { value, slope }
  }
}

/** Cross-entropy with a target in [0, 1]. */
export function towards(target: number, { positive, negative }: Kernel): Cost {
  return (z) => {
    const a = positive(z)
    const b = negative(z)
    return {
      value: target * a.value + (1 - target) * b.value,
      slope: target * a.slope + (1 - target) * b.slope,
    }
  }
}

export function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z))
  const e = Math.exp(z)
  return e / (1 + e)
}

export function softplus(z: number): number {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))
}
