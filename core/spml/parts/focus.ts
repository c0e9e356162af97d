import { mirrored, sigmoid, softplus } from './kernels'
import type { Cost, Kernel } from './kernels'

/** Kernels that look away from labels that fit already. */

/**
 * The cost of a positive times (1 - p)^gamma (Lin et al., "Focal Loss", ICCV 2017).
 */
function focused(positive: Cost, gamma: number, held: boolean): Cost {
  return (z) => {
    const { value, slope } = positive(z)
    const weight = sigmoid(-z) ** gamma
    const weightSlope = held ? 0 : -gamma * weight * sigmoid(z)
    return { value: weight * value, slope: weight * slope + weightSlope * value }
  }
}

export function focalCosts({ positive, negative }: Kernel, gamma: number) {
  return {
    positive: focused(positive, gamma, false),
    negative: mirrored(focused(mirrored(negative), gamma, false)),
  }
}

/** `smallest` keeps logarithms finite; no gradient flows through a weight that is held. */
type Focus = { gamma: number; smallest: number; held: boolean }

/** (1 - p)^gamma * -ln p of the asymmetric loss (Ridnik et al., ICCV 2021). */
export function asymmetricPositive({ gamma, smallest, held }: Focus): Cost {
  const positive: Cost = (z) => {
    if (sigmoid(z) < smallest) return { value: -Math.log(smallest), slope: 0 }
    return { value: softplus(-z), slope: -sigmoid(-z) }
  }
  return focused(positive, gamma, held)
}

/** Negatives whose probability is below `clip` cost nothing; the others as if it were less by that. */
export function asymmetricNegative({ gamma, smallest, held }: Focus, clip: number): Cost {
  return (z) => {
    const p = sigmoid(z)
    const over = p - clip
    if (over <= 0) return { value: 0, slope: 0 }
    const rest = Math.max(sigmoid(-z) + clip, smallest)
    const slope = p * sigmoid(-z)
    const value = -Math.log(rest)
    const weight = over ** gamma
    const weightSlope = held ? 0 : gamma * over ** (gamma - 1) * slope
    const valueSlope = rest > smallest ? slope / rest : 0
    return { value: weight * value, slope: weight * valueSlope + weightSlope * value }
  }
}

/** (lambda - p) p^2 of a negative (Zhang et al., Hill loss): gentle where the model is very sure. */
export function hillNegative(lambda: number): Cost {
  return (z) => {
    const p = sigmoid(z)
    return {
      value: (lambda - p) * p * p,
      slope: (2 * lambda * p - 3 * p * p) * p * sigmoid(-z),
    }
  }
}

/** What a cost is at a logit that is lower by `margin`. */
export function withMargin(cost: Cost, margin: number): Cost {
  return (z) => cost(z - margin)
}
