/**
 * The `k` candidates of highest score, best first, equal ones by index: a bounded heap, so that a
 * page out of a hundred thousand pictures costs one pass.
 * @param count candidates are 0..count-1. @param scoreOf their score; NaN leaves one out.
 */
export function topK(count: number, k: number, scoreOf: (index: number) => number): number[] {
  const heap: Entry[] = []
  if (k <= 0) return []
  for (let index = 0; index < count; index++) {
    const score = scoreOf(index)
    if (Number.isNaN(score)) continue
    const worst = heap[0]
    if (heap.length < k) push(heap, { index, score })
    else if (worst && score > worst.score) replaceWorst(heap, { index, score })
  }
  return heap.sort((a, b) => b.score - a.score || a.index - b.index).map((entry) => entry.index)
}

type Entry = { index: number; score: number }

/** Lower score first; of equal ones the later index goes first. */
const worse = (a: Entry, b: Entry) =>
  a.score < b.score || (a.score === b.score && a.index > b.index)

function push(heap: Entry[], entry: Entry) {
  let at = heap.push(entry) - 1
  while (at > 0) {
    const parent = (at - 1) >> 1
    const above = heap[parent]
    if (!above || !worse(entry, above)) break
    heap[at] = above
    at = parent
  }
  heap[at] = entry
}

function replaceWorst(heap: Entry[], entry: Entry) {
  let at = 0
  for (;;) {
    const left = heap[2 * at + 1]
    const right = heap[2 * at + 2]
    const useRight = left !== undefined && right !== undefined && worse(right, left)
    const child = useRight ? right : left
    if (!child || !worse(child, entry)) break
    heap[at] = child
    at = 2 * at + (useRight ? 2 : 1)
  }
  heap[at] = entry
}
