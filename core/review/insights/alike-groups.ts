import type { AlikePair } from './alike-pairs'

export interface RowGroup {
  /** Row that all others are like, first. */
  readonly rows: readonly number[]
  /** Of each row with the first. */
  readonly cosines: readonly number[]
}

/**
 * Groups in which every row is like the first one: the row with most likes leads, and takes those
 * that nobody has taken. Chains (each frame like the next, the first nothing like the last) so never
 * become one group. Largest groups first.
 */
export function alikeGroups(pairs: readonly AlikePair[]): RowGroup[] {
  const likes = new Map<number, Map<number, number>>()
  const link = (from: number, to: number, cosine: number): void => {
    const own = likes.get(from)
    if (own) own.set(to, cosine)
    else likes.set(from, new Map([[to, cosine]]))
  }
  for (const { a, b, cosine } of pairs) {
    link(a, b, cosine)
    link(b, a, cosine)
  }
  const leaders = [...likes].sort(([a, one], [b, other]) => other.size - one.size || a - b)
  const taken = new Set<number>()
  const groups: RowGroup[] = []
  for (const [leader, own] of leaders) {
    if (taken.has(leader)) continue
    const free = [...own].filter(([row]) => !taken.has(row)).sort(([, a], [, b]) => b - a)
    if (free.length === 0) continue
    const rows = [leader, ...free.map(([row]) => row)]
    for (const row of rows) taken.add(row)
    groups.push({ rows, cosines: [1, ...free.map(([, cosine]) => cosine)] })
  }
  return groups.sort((a, b) => b.rows.length - a.rows.length)
}
