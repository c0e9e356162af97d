import type { TreeMerge } from '../../kernel/mask/cut-tree'

/**
 * Average linkage (UPGMA): the two most alike join, until one is left. Two groups are as alike as their
 * members are on average.
 *
 * @param similarity [count, count], symmetric
 * @returns count - 1 merges; similarities never rise
 */
export function averageLinkage(similarity: Float64Array, count: number): TreeMerge[] {
  const alike = Float64Array.from(similarity)
  const groups = new Groups(alike, count)
  const merges: TreeMerge[] = []
  let last = Infinity
  while (merges.length < count - 1) {
    const [a, b] = groups.nearest()
    // Rounding alone could let an average rise above what was joined before.
    last = Math.min(last, alike[a * count + b] ?? 0)
    const [first, second] = [groups.node(a), groups.node(b)].sort((x, y) => x - y)
    merges.push({ a: first ?? 0, b: second ?? 0, similarity: last })
    groups.join(a, b, count + merges.length - 1)
  }
  return merges
}

/** Rows of the matrix that are still there, and for each of them the one that it is most like. */
class Groups {
  readonly #alike: Float64Array
  readonly #count: number
  readonly #nodes: Int32Array
  readonly #sizes: Float64Array
  readonly #partner: Int32Array
  #rows: number[]

  constructor(alike: Float64Array, count: number) {
    this.#alike = alike
    this.#count = count
    this.#nodes = Int32Array.from({ length: count }, (_, i) => i)
    this.#sizes = new Float64Array(count).fill(1)
    this.#rows = Array.from({ length: count }, (_, i) => i)
    this.#partner = new Int32Array(count)
    for (const row of this.#rows) this.#partner[row] = this.#mostAlike(row)
  }

  node(row: number): number {
    return this.#nodes[row] ?? 0
  }

  /** The two rows that are most alike, the lower one first. */
  nearest(): [number, number] {
    let [best, most] = [this.#rows[0] ?? 0, -Infinity]
    for (const row of this.#rows) {
      const value = this.#at(row, this.#partner[row] ?? 0)
      if (value > most) [best, most] = [row, value]
    }
    const other = this.#partner[best] ?? 0
    return [Math.min(best, other), Math.max(best, other)]
  }

  /** Row `a` becomes the group of both. */
  join(a: number, b: number, node: number): void {
    const [sizeA, sizeB] = [this.#sizes[a] ?? 0, this.#sizes[b] ?? 0]
    this.#rows = this.#rows.filter((row) => row !== b)
    for (const row of this.#rows) {
      if (row === a) continue
      const value = (sizeA * this.#at(a, row) + sizeB * this.#at(b, row)) / (sizeA + sizeB)
      this.#alike[a * this.#count + row] = value
      this.#alike[row * this.#count + a] = value
    }
    this.#sizes[a] = sizeA + sizeB
    this.#nodes[a] = node
    this.#partner[a] = this.#mostAlike(a)
    for (const row of this.#rows) this.#lookAgain(row, a, b)
  }

  #lookAgain(row: number, a: number, b: number): void {
    if (row === a) return
    const partner = this.#partner[row] ?? 0
    if (partner === a || partner === b) this.#partner[row] = this.#mostAlike(row)
    else if (this.#at(row, a) > this.#at(row, partner)) this.#partner[row] = a
  }

  #mostAlike(row: number): number {
    let [best, most] = [row, -Infinity]
    for (const other of this.#rows) {
      const value = this.#at(row, other)
      if (other !== row && value > most) [best, most] = [other, value]
    }
    return best
  }

  #at(row: number, column: number): number {
    return this.#alike[row * this.#count + column] ?? 0
  }
}
