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
  const similar = similarities(vectors, views, width, temperature)
  const grad = new Float64Array(vectors.length)
  const pull = (to: number, from: number, slope: number) => {
    if (isFresh(to % entries)) {
      addScaled(grad, to * width, vectors, from * width, slope / temperature, width)
    }
  }
  let loss = 0
  for (let i = 0; i < views; i++) {
    const row = similar.subarray(i * views, (i + 1) * views)
    const label = labels[i % entries]
    const { value, slopes } = attract(row, i, (j) => labels[j % entries] === label)
    loss += value / views
    slopes.forEach((slope, j) => {
      pull(i, j, slope / views)
      pull(j, i, slope / views)
    })
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

/** What view `own` costs by its similarities with all views, and the slopes by them. */
function attract(row: Float64Array, own: number, isSame: (view: number) => boolean) {
  const highest = row.reduce(
    (most, value, k) => (k === own ? most : Math.max(most, value)),
    -Infinity,
  )
  const slopes = row.map((value, k) => (k === own ? 0 : Math.exp(value - highest)))
  const sum = slopes.reduce((a, b) => a + b, 0)
  let partners = 0
  let drawn = 0
  row.forEach((value, k) => {
    if (k === own || !isSame(k)) return
    partners++
    drawn += value
  })
  for (let k = 0; k < slopes.length; k++) {
    const target = k !== own && isSame(k) ? 1 / partners : 0
    slopes[k] = (slopes[k] ?? 0) / sum - target
  }
  return { value: highest + Math.log(sum) - drawn / partners, slopes }
}
