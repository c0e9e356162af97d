import { type SegmentTree, usualCut } from '../contract/segments'
import { segmentGroups } from './segment-map'

/** Where a tree is cut for parts, for what is usual, and for wholes. */
const cuts = [0.85, usualCut, 0.5] as const

/** What a training sees of a picture that is cut: squeezed into squares, as its features are. */
export interface TrainingMaps {
  /** [3, side, side] 0 where no segment is, else the number of one of that cut. */
  readonly maps: Uint16Array
  /** The same for how stable it is, 0..255. */
  readonly stability: Uint8Array
}

/** Throws a RangeError for masks that do not add up. */
export function trainingMaps(tree: SegmentTree, side: number): TrainingMaps {
  const pixels = side ** 2
  const maps = new Uint16Array(cuts.length * pixels)
  const stability = new Uint8Array(maps.length)
  for (const [i, cut] of cuts.entries()) {
    const { map, groups } = segmentGroups(tree, cut, side, side)
    const sure = [0, ...groups.map((leaves) => stabilityOf(tree, leaves))]
    maps.set(map, i * pixels)
    stability.set(
      Uint8Array.from(map, (id) => Math.round(255 * (sure[id] ?? 0))),
      i * pixels,
    )
  }
  return { maps, stability }
}

/** The mean of its leaves; what a segmenter expects of them where it does not tell. */
function stabilityOf({ leaves }: SegmentTree, places: readonly number[]): number {
  const each = places.map((place) => leaves[place]?.stability ?? leaves[place]?.quality ?? 1)
  return each.reduce((a, b) => a + b, 0) / Math.max(1, each.length)
}
