/**
 * A trained classifier on features: logit_c = bias_c + sum_d weights[d, c] * (x_d - mean_d) / std_d.
 * `linear` reads whole pooled vectors. `map` reads the channels' means only, so that it can be applied to
 * every position of a feature map: the mean of those logits is the image's, exactly. With a boost
 * (BoostLU) the logits of positions above 0 are multiplied by it before the mean, and the channels' means
 * are not enough.
 */
export type Head = {
  kind: 'linear' | 'map'
  /** BoostLU's factor; 1, also when absent, is none. */
  boost?: number
  /** Length of a feature vector, D. */
  features: number
  classes: number
  /** [D, C] row-major. */
  weights: Float32Array
  bias: Float32Array
  mean: Float32Array
  std: Float32Array
}

/** Weights on features as they are, without standardising them first. */
export type FoldedHead = { weights: Float32Array; bias: Float32Array }

/** logit = bias + x . weights, the same function as the head's with its standardising folded in. */
export function foldHead(head: Head): FoldedHead {
  const { classes } = head
  const weights = new Float32Array(head.weights.length)
  const bias = Float64Array.from(head.bias)
  for (let i = 0; i < weights.length; i++) {
    const d = Math.floor(i / classes)
    const w = (head.weights[i] ?? 0) / (head.std[d] ?? 1)
    weights[i] = w
    bias[i % classes] = (bias[i % classes] ?? 0) - w * (head.mean[d] ?? 0)
  }
  return { weights, bias: Float32Array.from(bias) }
}
