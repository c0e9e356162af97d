import { addScaled, dot } from '../../kernel/dot'

/** Vectors of unit length [2n, E]: the plain views of n entries, then the strong ones in the same order. */
export type Entries = { vectors: Float64Array; labels: ArrayLike<number>; width: number }

/**
 * Supervised contrast (Khosla et al., NeurIPS 2020): every view is drawn to the views of its own label and
 * away from all others. Mean over views i of -1/|P| sum over P (S_ij - ln sum over k != i of exp S_ik), with
 * S = x x' / temperature. `isFresh` tells for each entry whether its gradient [2n, E] is wanted.
 */
export function supervisedContrast(
  { vectors, labels, width }: Entries,
  temperature: number,
  isFresh: (entry: number) => boolean,
): { loss: number; grad: Float64Array } {
  const entries = labels.length
  const views = 2 * entries
  const labelOf = Float64Array.from({ length: views }, (_, view) => labels[view % entries] ?? 0)
  const fresh = Array.from({ length: views }, (_, view) => view).filter((view) =>
    isFresh(view % entries),
  )
  const similar = similarities(vectors, views, width, temperature)
  const grad = new Float64Array(vectors.length)
  const scale = 1 / (views * temperature)
  let loss = 0
  for (let i = 0; i < views; i++) {
    const row = similar.subarray(i * views, (i + 1) * views)
    loss += attract(row, i, labelOf) / views
    for (const j of fresh)
      addScaled(grad, j * width, vectors, i * width, scale * (row[j] ?? 0), width)
    if (!isFresh(i % entries)) continue
    for (let j = 0; j < views; j++) {
      addScaled(grad, i * width, vectors, j * width, scale * (row[j] ?? 0), width)
    }
  }
  return { loss, grad }
}

/** x x' / temperature [views, views]; both halves are the same. */
function similarities(vectors: Float64Array, views: number, width: number, temperature: number) {
  const similar = new Float64Array(views * views)
  for (let i = 0; i < views; i++) {
    for (let j = 0; j <= i; j++) {
      const value = dot(vectors, i * width, vectors, j * width, width) / temperature
      similar[i * views + j] = value
      similar[j * views + i] = value
    }
  }
  return similar
}

/** What view `own` costs by its similarities with all views, which its slopes by them take the place of. */
function attract(row: Float64Array, own: number, labelOf: Float64Array): number {
  const label = labelOf[own]
  row[own] = -Infinity
  let highest = -Infinity
  let partners = 0
  let drawn = 0
  for (let k = 0; k < row.length; k++) {
    const value = row[k] ?? 0
    if (value > highest) highest = value
    if (k === own || labelOf[k] !== label) continue
    partners++
    drawn += value
  }
  let sum = 0
  for (let k = 0; k < row.length; k++) sum += row[k] = Math.exp((row[k] ?? 0) - highest)
  for (let k = 0; k < row.length; k++) {
    const target = k !== own && labelOf[k] === label ? 1 / partners : 0
    row[k] = (row[k] ?? 0) / sum - target
  }
  return highest + Math.log(sum) - drawn / partners
}
