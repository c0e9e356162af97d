import { RandomState } from '../../kernel/rng'
import type { Method } from '../method'
import { affineHead } from './affine-head'
import { bottleneckHead, withBottleneck } from './bottleneck'
import { cellHead } from './cell-head'
import type { Network } from './network'
import { withProjection } from './projection'
import { query2LabelHead, QUERY2LABEL_WIDTH } from './query2label'

export type NetworkSpec = {
  head: 'linear' | 'map' | 'query2label'
  boost: number
  /** What stands on top of the head. */
  top?: Method['network']
  /** Length of a feature vector, D. */
  width: number
  classes: number
  seed: number
}

/** The network of a training, its first weights drawn by the seed. */
export function makeNetwork(spec: NetworkSpec): Network {
  const { head, top, width, classes } = spec
  const rng = new RandomState(spec.seed)
  if (top === 'cells') return cellHead(width, classes, rng)
  const classWidth = head === 'query2label' ? QUERY2LABEL_WIDTH : undefined
  if (top === 'bottleneck' && classWidth === undefined) return bottleneckHead(width, classes, rng)
  const base =
    classWidth === undefined ? affineHead(spec) : query2LabelHead({ width, classes }, rng)
  if (top === 'projection') {
    return withProjection(base, { width, classes, ...(classWidth && { classWidth }) }, rng)
  }
  if (top === 'bottleneck' && classWidth !== undefined) {
    return withBottleneck(base, { classes, classWidth }, rng)
  }
  return base
}
