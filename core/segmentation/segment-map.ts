import type { SegmentTree } from '../contract/segments'
import type { Rle } from '../kernel/mask/bitmap'
import { cutTree } from '../kernel/mask/cut-tree'
import { rleCounts } from '../kernel/mask/rle'

/**
 * A tree, cut where what is more alike than `level` is one segment, as a map [height, width]: 0 where no
 * segment is, and the others from 1 on without a gap. They are painted in reverse, so that the group of
 * the best leaf lies on top; one that others hide altogether has no number. A pixel takes what its
 * middle falls on. Throws a RangeError for masks that do not add up.
 */
export function segmentMap(...asked: Parameters<typeof segmentGroups>): Uint16Array {
  return segmentGroups(...asked).map
}

/** The same, and the leaves of segment 1, 2 and so on. */
export function segmentGroups(
  { leaves, merges }: Pick<SegmentTree, 'leaves' | 'merges'>,
  level: number,
  width: number,
  height: number,
): { map: Uint16Array; groups: number[][] } {
  const map = new Uint16Array(width * height)
  const groups = cutTree(merges, leaves.length, level).reverse()
  for (const [i, group] of groups.entries())
    for (const leaf of group) {
      const mask = leaves[leaf]?.mask
      if (mask) paint(map, width, height, mask, i + 1)
    }
  const ids = [...new Set(map).add(0)].sort((a, b) => a - b)
  return { map: withoutGaps(map, ids), groups: ids.slice(1).map((id) => groups[id - 1] ?? []) }
}

/** Pixels are looked up in the order of the runs, column by column: no mask is ever laid out. */
function paint(map: Uint16Array, width: number, height: number, mask: Rle, value: number) {
  const counts = rleCounts(mask)
  const rows = Int32Array.from({ length: height }, (_, y) => middle(y, height, mask.height))
  // The run at `place`, from `start` to `end`; a finer raster comes back to a column, and so walks back.
  let [run, start, end] = [0, 0, counts[0] ?? 0]
  for (let x = 0; x < width; x++) {
    const column = middle(x, width, mask.width) * mask.height
    for (let y = 0; y < height; y++) {
      const place = column + (rows[y] ?? 0)
      while (place >= end) [start, end] = [end, end + (counts[++run] ?? 0)]
      while (place < start) [start, end] = [start - (counts[--run] ?? 0), start]
      if ((run & 1) === 1) map[y * width + x] = value
    }
  }
}

const middle = (at: number, size: number, from: number) => Math.floor(((at + 0.5) * from) / size)

/** Numbers by rank, 0 always that of none: where every pixel has a segment, none of them loses its own. */
function withoutGaps(map: Uint16Array, ids: readonly number[]): Uint16Array {
  const ranks = new Map(ids.map((id, rank) => [id, rank]))
  return map.map((id) => ranks.get(id) ?? 0)
}
