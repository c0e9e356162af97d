import { foldHead, type Head } from './head'

/** Logits [rows * C] of vectors [rows, D]: pooled features, or positions of a map. */
export function applyHead(head: Head, vectors: Float32Array): Float32Array {
  const { weights, bias } = foldHead(head)
  const { features, classes } = head
  const rows = vectors.length / features
  const logits = new Float32Array(rows * classes)
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < classes; c++) {
      let sum = bias[c] ?? 0
      for (let d = 0; d < features; d++) {
        sum += (vectors[r * features + d] ?? 0) * (weights[d * classes + c] ?? 0)
      }
      logits[r * classes + c] = sum
    }
  }
  return logits
}
