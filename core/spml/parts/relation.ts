import { Failure } from '../../contract/failures'
import type { Numbers } from '../method'

/** How a similarity of classes becomes a relation (SCPNet). */
export type RelationSettings = { kept: number; others: number; temperature: number }

/**
 * How alike classes are [C, C]: the cosine of their scores over all images [N, C]; 1 on the diagonal,
 * 0 beside it for a class that scores 0 everywhere.
 * @throws Failure BAD_REQUEST for a score that is no finite number
 */
export function classSimilarity(scores: Numbers, classes: number): Float64Array {
  const products = new Float64Array(classes * classes)
  for (let row = 0; row < scores.length; row += classes) {
    for (let a = 0; a < classes; a++) {
      const score = scores[row + a] ?? 0
      if (!Number.isFinite(score)) throw badScore(row / classes, a)
      for (let b = 0; b <= a; b++) {
        const place = a * classes + b
        products[place] = (products[place] ?? 0) + score * (scores[row + b] ?? 0)
      }
    }
  }
  const lengthOf = (c: number) => Math.sqrt(products[c * classes + c] ?? 0)
  return products.map((_, i) => {
    const [a, b] = [Math.floor(i / classes), i % classes]
    if (a === b) return 1
    const product = products[Math.max(a, b) * classes + Math.min(a, b)] ?? 0
    return product === 0 ? 0 : product / (lengthOf(a) * lengthOf(b))
  })
}

function badScore(image: number, class_: number): Failure {
  return new Failure(
    'BAD_REQUEST',
    `The score of class ${class_ + 1} of image ${image + 1} is no number.`,
    { advice: 'Look through the scores of the teacher.' },
  )
}

/** The relation [C, C] in which every class goes with itself only. */
export function unrelated(classes: number): Float32Array {
  return Float32Array.from({ length: classes * classes }, (_, i) => Number(i % (classes + 1) === 0))
}

/**
 * The relation [C, C] that smooths labels, of a similarity [C, C]: of every row the `kept` highest stay;
 * those beside the diagonal share `others`, the diagonal has the rest; then a softmax of row / temperature
 * over the places that stayed. Rows add up to 1.
 */
export function relationOf(similarity: Numbers, classes: number, settings: RelationSettings) {
  const relation = new Float64Array(classes * classes)
  for (let a = 0; a < classes; a++) {
    const row = [...similarity.subarray(a * classes, (a + 1) * classes)]
    relation.set(relationRow(row, a, settings), a * classes)
  }
  return relation
}

function relationRow(
  similar: readonly number[],
  own: number,
  { kept, others, temperature }: RelationSettings,
): number[] {
  const order = [...similar.keys()].sort(
    (a, b) => (similar[b] ?? 0) - (similar[a] ?? 0) || Number(b === own) - Number(a === own),
  )
  const stays = new Set([own, ...order.slice(0, kept)])
  const beside = similar.map((value, c) => (stays.has(c) && c !== own ? value : 0))
  const sum = beside.reduce((a, b) => a + b, 0)
  const shares = beside.map((value, c) => {
    if (c === own) return 1 - others
    return sum === 0 ? 0 : (others * value) / sum
  })
  const powers = shares.map((share, c) => (stays.has(c) ? Math.exp(share / temperature) : 0))
  const total = powers.reduce((a, b) => a + b, 0)
  return powers.map((power) => power / total)
}

/** Targets [B, C] times the transposed relation: every class has a share of those it goes with. */
export function smoothed(targets: Numbers, relation: Numbers, classes: number): Float64Array {
  return Float64Array.from(targets, (_, i) => {
    const row = i - (i % classes)
    const own = (i % classes) * classes
    let sum = 0
    for (let c = 0; c < classes; c++) sum += (relation[own + c] ?? 0) * (targets[row + c] ?? 0)
    return sum
  })
}
