import type { GraphPart } from '../../inference/onnx/graph-part'
import { transpose } from '../../kernel/mat-mul'
import type { CellHead } from '../cell-classifier'

/** Logits [B, C] of two layers on every cell of a feature map [B, D, h, w], as `output`. */
export function cellNodes(
  part: GraphPart,
  { narrow, bias, classifier, features, classes }: CellHead,
  { map, output }: { map: string; output: string },
): void {
  const width = bias.length
  const filters = transpose(narrow, features, width)
  const inputs = [
    map,
    part.floats('narrow', [width, features, 1, 1], filters),
    part.floats('narrow_bias', [width], bias),
  ]
  const seen = part.node('Relu', [part.node('Conv', inputs, 'narrowed')], 'cells')
  const mean = part.node('Flatten', [part.node('GlobalAveragePool', [seen], 'mean')], 'flat', {
    axis: 1,
  })
  part.output('MatMul', [mean, part.floats('classifier', [width, classes], classifier)], output)
}
