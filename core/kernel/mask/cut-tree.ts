/** One step of a clustering: nodes below the number of leaves are leaves, `merges[i]` makes node leaves + i. */
export interface TreeMerge {
  readonly a: number
  readonly b: number
  /** How alike both are, 0..1. */
  readonly similarity: number
}

/**
 * The groups of leaves that hang together when everything more alike than `level` is one: each group's
 * leaves rise, and groups come in the order of their first leaf. A merge counts only when all below it
 * do. Throws RangeError for a merge of nodes that are not there yet.
 */
export function cutTree(
  merges: readonly TreeMerge[],
  leafCount: number,
  level: number,
): number[][] {
  const parent = Int32Array.from({ length: leafCount + merges.length }, (_, node) => node)
  const whole = new Uint8Array(leafCount + merges.length).fill(1, 0, leafCount)
  for (const [i, { a, b, similarity }] of merges.entries()) {
    const node = leafCount + i
    if (!isBelow(a, node) || !isBelow(b, node) || a === b)
      throw new RangeError(`Merge ${i} joins nodes ${a} and ${b}, which cannot be joined.`)
    if (!(similarity > level) || whole[a] === 0 || whole[b] === 0) continue
    whole[node] = 1
    parent[a] = node
    parent[b] = node
  }
  return groupsOf(parent, leafCount)
}

function isBelow(node: number, limit: number): boolean {
  return Number.isInteger(node) && node >= 0 && node < limit
}

function groupsOf(parent: Int32Array, leafCount: number): number[][] {
  // Children come before their parents: from the end on, every parent knows its root already.
  const root = Int32Array.from(parent)
  for (let node = parent.length - 1; node >= 0; node--) {
    const up = parent[node] ?? node
    root[node] = up === node ? node : (root[up] ?? up)
  }
  const groups = new Map<number, number[]>()
  for (let leaf = 0; leaf < leafCount; leaf++) {
    const top = root[leaf] ?? leaf
    const group = groups.get(top)
    if (group) group.push(leaf)
    else groups.set(top, [leaf])
  }
  return [...groups.values()]
}
