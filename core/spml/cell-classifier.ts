import { plainMatMul, transpose } from '../kernel/mat-mul'
import type { Scaling } from './standardise'

/** Two layers on every cell of a standardised map: weights [D, E] and bias [E], ReLU, weights [E, C]. */
export type CellLayers = { narrow: Float32Array; bias: Float32Array; classifier: Float32Array }

/**
 * A trained classifier that looks at every cell of a map as it is: max(0, x . narrow + bias) . classifier
 * is what a cell says for each class, and the mean over the cells the picture's logit.
 */
export type CellHead = CellLayers & {
  kind: 'cells'
  /** Channels of the map, D. */
  features: number
  classes: number
}

/** The same function on a map as the backbone gives it. */
export function foldCells(
  { narrow, bias, classifier }: CellLayers,
  { mean, std }: Scaling,
): CellHead {
  const [features, width] = [mean.length, bias.length]
  const weights = new Float32Array(narrow.length)
  const shift = Float64Array.from(bias)
  for (let i = 0; i < narrow.length; i++) {
    const [d, e] = [Math.floor(i / width), i % width]
    const weight = (narrow[i] ?? 0) / (std[d] ?? 1)
    weights[i] = weight
    shift[e] = (shift[e] ?? 0) - weight * (mean[d] ?? 0)
  }
  const classes = classifier.length / width
  return {
    ...{ kind: 'cells', features, classes, classifier },
    ...{ narrow: weights, bias: Float32Array.from(shift) },
  }
}

/** What every cell of a map [D, P] says for one class [P]. */
export function cellEvidence(head: CellHead, map: Float32Array, column: number): Float32Array {
  const { narrow, bias, classifier, features, classes } = head
  const [width, cells] = [bias.length, map.length / features]
  const seen = plainMatMul(transpose(map, features, cells), cells, features, narrow, width)
  return Float32Array.from({ length: cells }, (_, p) => {
    let sum = 0
    for (let e = 0; e < width; e++) {
      const value = Math.max(0, (seen[p * width + e] ?? 0) + (bias[e] ?? 0))
      sum += value * (classifier[e * classes + column] ?? 0)
    }
    return sum
  })
}
