import type { ClosedFormHead, Mix } from '../closed-form/closed-form-head'
import { attentionNodes } from './attention-nodes'
import { kernelNodes, ldaNodes, ridgeNodes } from './expert-nodes'
import type { GraphPart } from '../../inference/onnx/graph-part'
import { standardiseNodes, unitNodes } from './unit-nodes'

type ClosedFormInputs = {
  /** Names of the feature map [B, channels, h, w] and of the pooled features [B, D]. */
  map: string
  pooled: string
  /** [positions, cells]: the means that make cells of the map. */
  cellWeights: Float32Array | undefined
  /** Name of the logits. */
  output: string
}

/** Logits [B, C] of a closed-form classifier: what `scoreClosedForm` computes, step by step. */
export function closedFormNodes(
  part: GraphPart,
  head: ClosedFormHead,
  { map, pooled, cellWeights, output }: ClosedFormInputs,
): void {
  const { features, positions: cells, mean, std, mix } = head
  const { ridge, kernel, attention, lda } = head.experts
  const vectors = standardiseNodes(part, pooled, 'vectors', { mean, std, dims: [features] })
  const units = ridge || kernel ? unitNodes(part, vectors, 'units', features) : ''
  const regressions: string[] = []
  if (ridge) regressions.push(ridgeNodes(part, units, ridge))
  if (kernel) regressions.push(kernelNodes(part, units, kernel))
  if (attention) {
    if (!cellWeights) throw new RangeError('An attention needs to know the cells of the map.')
    const pooling = { weights: cellWeights, cells }
    regressions.push(attentionNodes(part, map, pooling, attention))
  }
  const posteriors = lda ? [ldaNodes(part, vectors, lda)] : []
  const blend = blendNodes(part, mix, regressions, posteriors)
  const { slope, intercept } = mix
  const scaled = part.node('Mul', [blend, part.floats('slope', [slope.length], slope)], 'scaled')
  const offset = part.floats('intercept', [intercept.length], intercept)
  part.output('Add', [scaled, offset], output)
}

/** The sum of regressions and the posterior, each in standard deviations, added up. */
function blendNodes(
  part: GraphPart,
  { sums, posteriors, posteriorShare }: Mix,
  regressions: readonly string[],
  posterior: readonly string[],
): string {
  const dims = [sums.mean.length]
  const spoken: string[] = []
  if (regressions.length > 0) {
    const sum = part.node('Sum', regressions, 'regressions')
    spoken.push(standardiseNodes(part, sum, 'sums', { ...sums, dims }))
  }
  for (const one of posterior) {
    const z = standardiseNodes(part, one, 'posteriors', { ...posteriors, dims })
    const share = part.scalar('posterior_share', regressions.length > 0 ? posteriorShare : 1)
    spoken.push(part.node('Mul', [z, share], 'shared_posteriors'))
  }
  return part.node('Sum', spoken, 'blend')
}
