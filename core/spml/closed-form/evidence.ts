import type { AttentionExpert } from './attend'
import type { ClosedFormHead } from './closed-form-head'
import type { KernelExpert } from './kernel-ridge'

/** A class as weights on what a place of the map holds, less an offset, its value for the average picture. */
type Evidence = {
  /** Of the channels' means, and after them of GeM where the features have it. */
  weights: Float32Array
  offset: number
}

/**
 * Where class c would be seen. An attention says it itself, by the evidence that it looks for; of others
 * one expert is read as a linear model, the most linear first.
 */
export function evidenceOf(head: ClosedFormHead, c: number): Evidence {
  const { ridge, kernel, attention, lda } = head.experts
  if (attention) return attentionEvidence(attention, c)
  const linear = ridge ?? lda
  if (linear) return onRawFeatures(head, columnOf(linear.weights, head.classes, c))
  if (kernel) return onRawFeatures(head, kernelGradient(kernel, head, c))
  throw new Error('A classifier without an expert.')
}

/** The projection (cell . matrix + offset) and the class's evidence as one product. */
function attentionEvidence({ projection, evidence, classes }: AttentionExpert, c: number) {
  const { matrix, offset, channels, rank } = projection
  const column = columnOf(evidence, classes, c)
  const along = (row: Float32Array) => row.reduce((sum, x, r) => sum + x * (column[r] ?? 0), 0)
  const weights = Float32Array.from({ length: channels }, (_, d) =>
    along(matrix.subarray(d * rank, (d + 1) * rank)),
  )
  return { weights, offset: -along(offset) }
}

/**
 * The gradient of the score at the average picture, whose standardised row is zero and which is equally
 * far from all: sum_n duals_n * sharpness * exp(-sharpness) * rows_n. The kernel is nearly linear there,
 * so that this is a fair linear reading of it.
 */
function kernelGradient(
  { rows, duals, sharpness }: KernelExpert,
  { features, classes }: ClosedFormHead,
  c: number,
): Float32Array {
  const slope = sharpness * Math.exp(-sharpness)
  const gradient = new Float32Array(features)
  for (let n = 0; n * features < rows.length; n++) {
    const dual = slope * (duals[n * classes + c] ?? 0)
    for (let d = 0; d < features; d++) {
      gradient[d] = (gradient[d] ?? 0) + dual * (rows[n * features + d] ?? 0)
    }
  }
  return gradient
}

/** Weights of standardised features as weights of features as they are. */
function onRawFeatures({ mean, std }: ClosedFormHead, standardised: Float32Array): Evidence {
  const weights = standardised.map((weight, d) => weight / (std[d] ?? 1))
  return { weights, offset: weights.reduce((sum, w, d) => sum + w * (mean[d] ?? 0), 0) }
}

function columnOf(table: Float32Array, classes: number, c: number): Float32Array {
  return Float32Array.from(
    { length: table.length / classes },
    (_, row) => table[row * classes + c] ?? 0,
  )
}
