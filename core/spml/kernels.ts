/** Value and slope by the logit of one term of a loss. */
export type Term = { value: number; slope: number }

/** What a positive, a negative and an undecided label cost at a logit. */
export type Kernel = {
  positive: (z: number) => Term
  negative: (z: number) => Term
  entropy: (z: number) => Term
}

/**
 * Natural logarithms of probabilities with `eps` inside, as the code of the published methods has them;
 * eps = 0 gives the exact, stable form from logits. -ln(p + eps), -ln(1 - p + eps), and the entropy of both.
 */
export function binaryKernel(eps: number): Kernel {
  return eps === 0 ? stableKernel : paddedKernel(eps)
}

const stableKernel: Kernel = {
  positive: (z) => ({ value: softplus(-z), slope: -sigmoid(-z) }),
  negative: (z) => ({ value: softplus(z), slope: sigmoid(z) }),
  entropy: (z) => {
    const p = sigmoid(z)
    const q = sigmoid(-z)
    return { value: p * softplus(-z) + q * softplus(z), slope: -z * p * q }
  },
}

function paddedKernel(eps: number): Kernel {
  const positive = (z: number): Term => {
    const p = sigmoid(z)
    return { value: -Math.log(p + eps), slope: (-p * sigmoid(-z)) / (p + eps) }
  }
  const negative = (z: number): Term => {
    const { value, slope } = positive(-z)
    return { value, slope: -slope }
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

export function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z))
  const e = Math.exp(z)
  return e / (1 + e)
}

function softplus(z: number): number {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))
}
