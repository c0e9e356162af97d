import { transpose } from '../../kernel/mat-mul'
import { foldHead } from '../head'
import type { Head } from '../head'
import type { GraphPart } from '../../inference/onnx/graph-part'
import { poolingNodes } from './pooling-nodes'

/** Logits [B, C] of a trained head, as `output`, on a feature map [B, channels, h, w]. */
export function headNodes(
  part: GraphPart,
  head: Head,
  { map, channels, output }: { map: string; channels: number; output: string },
): void {
  if ((head.boost ?? 1) === 1) {
    part.output('Gemm', linearInputs(part, head, map, channels), output)
  } else {
    part.output('Flatten', [boostedMean(part, head, map)], output, { axis: 1 })
  }
}

/** Weights on the pooled map. */
function linearInputs(part: GraphPart, head: Head, map: string, channels: number): string[] {
  const { features, classes } = head
  const { weights, bias } = foldHead(head)
  return [
    poolingNodes(part, map, features > channels),
    part.floats('weights', [features, classes], weights),
    part.floats('bias', [classes], bias),
  ]
}

/** Weights on every cell of the map, boosted where positive, then the mean: BoostLU's head. */
function boostedMean(part: GraphPart, head: Head, map: string): string {
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
  return part.node('GlobalAveragePool', [boosted], 'mean')
}
