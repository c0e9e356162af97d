import type { GraphPart } from '../../inference/onnx/graph-part'

/**
 * Pooled features [B, D] of a feature map: the mean of each channel and, where the head reads it, GeM,
 * the cube root of the mean of cubes.
 */
export function poolingNodes(part: GraphPart, map: string, withGem: boolean): string {
  const mean = part.node('GlobalAveragePool', [map], 'mean')
  const means = part.node('Flatten', [mean], 'mean_vector', { axis: 1 })
  if (!withGem) return means
  const positive = part.node('Relu', [map], 'positive')
  const cubes = part.node('Pow', [positive, part.scalar('three', 3)], 'cubes')
  const cubeMean = part.node('GlobalAveragePool', [cubes], 'cube_mean')
  const gem = part.node('Pow', [cubeMean, part.scalar('third', 1 / 3)], 'gem')
  const gems = part.node('Flatten', [gem], 'gem_vector', { axis: 1 })
  return part.node('Concat', [means, gems], 'pooled', { axis: 1 })
}
