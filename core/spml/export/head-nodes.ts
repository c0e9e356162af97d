import { transpose } from '../../kernel/mat-mul'
import { foldHead } from '../head'
import type { Head } from '../head'
import type { GraphPart } from './graph-part'
import { poolingNodes } from './pooling-nodes'

/** `logits` [B, C] of a trained head on a feature map [B, channels, h, w]. */
export function headNodes(part: GraphPart, head: Head, map: string, channels: number): void {
  if ((head.boost ?? 1) === 1) linearNodes(part, head, map, channels)
  else boostedNodes(part, head, map)
}

/** Weights on the pooled map. */
function linearNodes(part: GraphPart, head: Head, map: string, channels: number): void {
  const { features, classes } = head
  const { weights, bias } = foldHead(head)
  const inputs = [
    poolingNodes(part, map, features > channels),
    part.floats('weights', [features, classes], weights),
    part.floats('bias', [classes], bias),
  ]
  part.output('Gemm', inputs, 'logits')
}

/** Weights on every cell of the map, boosted where positive, then the mean: BoostLU's head. */
function boostedNodes(part: GraphPart, head: Head, map: string): void {
  const { features, classes, boost = 1 } = head
  const { weights, bias } = foldHead(head)
  const filters = transpose(weights, features, classes)
  const inputs = [
    map,
    part.floats('weights', [classes, features, 1, 1], filters),
    part.floats('bias', [classes], bias),
  ]
  const evidence = part.node('Conv', inputs, 'evidence')
  const positive = part.node('Relu', [evidence], 'positive')
  const extra = part.node('Mul', [positive, part.scalar('more', boost - 1)], 'extra')
  const boosted = part.node('Add', [evidence, extra], 'boosted')
  const mean = part.node('GlobalAveragePool', [boosted], 'mean')
  part.output('Flatten', [mean], 'logits', { axis: 1 })
}
