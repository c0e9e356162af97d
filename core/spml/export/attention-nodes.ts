import type { AttentionExpert, SeenHead } from '../closed-form/attend'
import type { GraphPart } from '../../inference/onnx/graph-part'
import { onesOf, standardiseNodes, unitNodes } from './unit-nodes'

/** What makes cells of a map: means of its positions, [positions, cells]. */
type CellWeights = { weights: Float32Array; cells: number }

/** Scores [B, C] of a feature map [B, channels, h, w], each class by what it attends to. */
export function attentionNodes(
  part: GraphPart,
  map: string,
  cellWeights: CellWeights,
  { projection, evidence, classes, heads }: AttentionExpert,
): string {
  const { rank } = projection
  const cells = projectedCells(part, map, cellWeights, projection)
  const weights = part.floats('attention/evidence_weights', [rank, classes], evidence)
  const all = part.node('MatMul', [cells, weights], 'attention/evidence')
  const scale = part.floats(
    'attention/scale',
    [classes],
    Float32Array.from(heads, (head) => head.scale),
  )
  const scaled = part.node('Mul', [all, scale], 'attention/scaled')
  const byClass = part.node('Transpose', [scaled], 'attention/by_class', { perm: [0, 2, 1] })
  const looks = part.node('Softmax', [byClass], 'attention/looks', { axis: 2 })
  const seen = part.node('MatMul', [looks, cells], 'attention/seen')
  return seenNodes(part, seen, heads, rank)
}

/** [B, cells, rank] of a map: its means over cells, then few dimensions of them. */
function projectedCells(
  part: GraphPart,
  map: string,
  { weights, cells }: CellWeights,
  { matrix, offset, channels, rank }: AttentionExpert['projection'],
): string {
  const flat = part.integers('attention/flat', [0, channels, -1])
  const positions = part.node('Reshape', [map, flat], 'attention/positions')
  const pooling = part.floats('attention/pooling', [weights.length / cells, cells], weights)
  const pooled = part.node('MatMul', [positions, pooling], 'attention/pooled')
  const last = part.node('Transpose', [pooled], 'attention/cells', { perm: [0, 2, 1] })
  const projection = part.floats('attention/projection', [channels, rank], matrix)
  const turned = part.node('MatMul', [last, projection], 'attention/turned')
  return part.node(
    'Add',
    [turned, part.floats('attention/offset', [rank], offset)],
    'attention/projected',
  )
}

/** Scores [B, C] of what each class sees [B, C, rank], all classes at once. */
function seenNodes(
  part: GraphPart,
  seen: string,
  heads: readonly SeenHead[],
  rank: number,
): string {
  const dims = [heads.length, rank]
  const rows = (of: 'mean' | 'std' | 'weights') => {
    const table = new Float32Array(heads.length * rank)
    heads.forEach((head, c) => {
      table.set(head[of], c * rank)
    })
    return table
  }
  const scaling = { mean: rows('mean'), std: rows('std'), dims }
  const vectors = standardiseNodes(part, seen, 'attention/vectors', scaling)
  const units = unitNodes(part, vectors, 'attention/units', rank)
  const weights = part.floats('attention/weights', dims, rows('weights'))
  const products = part.node('Mul', [units, weights], 'attention/products')
  const sums = part.node(
    'MatMul',
    [products, onesOf(part, 'attention/products', rank)],
    'attention/sums',
  )
  const flat = part.node('Flatten', [sums], 'attention/without_bias', { axis: 1 })
  const bias = Float32Array.from(heads, (head) => head.bias)
  return part.node('Add', [flat, part.floats('attention/bias', [heads.length], bias)], 'attention')
}
