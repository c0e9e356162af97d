import type { Numbers } from '../method'
import type { LossPart } from './loss-parts'

/**
 * The divergence of latent numbers N(mean, deviation^2) from N(0, 1), on average over all of them:
 * -(1 + 2 ln deviation - mean^2 - deviation^2) / 2. Gradients by the mean and by the logarithm.
 */
export function bottleneckDivergence(mean: Numbers, logDeviation: Numbers): LossPart {
  const scale = 1 / Math.max(1, mean.length)
  const latentMean = new Float64Array(mean.length)
  const latentLogDeviation = new Float64Array(mean.length)
  let loss = 0
  for (let i = 0; i < mean.length; i++) {
    const m = mean[i] ?? 0
    const log = logDeviation[i] ?? 0
    const variance = Math.exp(2 * log)
    loss += (scale * (m * m + variance - 1 - 2 * log)) / 2
    latentMean[i] = scale * m
    latentLogDeviation[i] = scale * (variance - 1)
  }
  return { loss, grads: { latentMean, latentLogDeviation } }
}
