import type { ClassId } from '../../contract/ids'
import type { ClassPair } from '../../contract/insights'
import { topK } from '../../kernel/top-k'

/** A table of counts for more classes than this would not fit; the rarest are left out of pairs. */
const MOST_COUNTED = 4000
const MOST_PAIRS = 50

export interface TogetherCounts {
  /** [shown, shown], zero on the diagonal. */
  readonly counts: number[]
  readonly pairs: ClassPair[]
}

/**
 * How often two classes are present in the same image.
 * @param images the present classes of each image that has two or more.
 * @param byFrequency all classes, the most frequent first.
 * @param shown how many of them make the matrix.
 */
export function countTogether(
  images: readonly (readonly ClassId[])[],
  byFrequency: readonly ClassId[],
  shown: number,
): TogetherCounts {
  const classes = byFrequency.slice(0, MOST_COUNTED)
  const width = classes.length
  const rank = new Map(classes.map((id, k) => [id, k]))
  const table = new Uint32Array(width * width)
  for (const present of images) {
    const ranks = present.flatMap((id) => rank.get(id) ?? []).sort((a, b) => a - b)
    for (const [i, a] of ranks.entries()) {
      for (let j = i + 1; j < ranks.length; j++) {
        const cell = a * width + (ranks[j] ?? 0)
        table[cell] = (table[cell] ?? 0) + 1
      }
    }
  }
  return { counts: matrix(table, width, Math.min(shown, width)), pairs: topPairs(table, classes) }
}

function matrix(table: Uint32Array, width: number, shown: number): number[] {
  return Array.from({ length: shown * shown }, (_, cell) => {
    const [a, b] = [Math.floor(cell / shown), cell % shown]
    return table[Math.min(a, b) * width + Math.max(a, b)] ?? 0
  })
}

function topPairs(table: Uint32Array, classes: readonly ClassId[]): ClassPair[] {
  const best = topK(table.length, MOST_PAIRS, (cell) => table[cell] ?? 0)
  return best.flatMap((cell) => {
    const a = classes[Math.floor(cell / classes.length)]
    const b = classes[cell % classes.length]
    const count = table[cell] ?? 0
    return a === undefined || b === undefined || count === 0 ? [] : [{ a, b, count }]
  })
}
