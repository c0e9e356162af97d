import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { ImageId, ImagePoint, ProjectId } from '@contract/ids'
import { usualCut } from '@contract/segments'
import type { Mask, SegmentTree } from '@contract/segments'
import { cutTree } from '@mask/cut-tree'
import { mergeRles } from '@mask/rle'
import { core } from '@/api/client'
import { toShown } from '@/api/failures'
import type { ShownFailure } from '@/api/failures'
import type { Size } from '@/canvas/coordinates'
import type { PaintedMask } from '@/canvas/masks/paint-masks'
import { covers, edgesOf, unionSpans } from '@/canvas/masks/spans'
import { pieceColour } from './mask-looks'
import type { Shape, Shapes } from './mask-looks'

export interface EverythingScope {
  readonly project: () => ProjectId
  readonly image: () => ImageId | null
  /** The one that the settings name, which is the one that is asked. */
  readonly model: () => string
  readonly shapes: () => Shapes | null
}

/** Everything in the picture at the level of the slider, some of it picked. */
export function useEverything(scope: EverythingScope) {
  const tree = shallowRef<SegmentTree | null>(null)
  const level = ref(usualCut)
  const picked = shallowRef<ReadonlySet<number>>(new Set())
  const failure = shallowRef<ShownFailure | null>(null)
  const busy = ref(false)
  let leaving = new AbortController()

  const groups = computed(() =>
    tree.value === null ? [] : cutTree(tree.value.merges, tree.value.leaves.length, level.value),
  )
  const shapeOf = useGroupShapes(scope, tree)

  function close(): void {
    leaving.abort()
    leaving = new AbortController()
    tree.value = null
    picked.value = new Set()
    failure.value = null
    busy.value = false
  }

  async function open(): Promise<void> {
    close()
    const image = scope.image()
    if (image === null) return
    const { signal } = leaving
    busy.value = true
    try {
      const input = { project: scope.project(), image, model: null }
      const found = await core.segments.everything(input, { signal })
      if (!signal.aborted) tree.value = found
    } catch (error) {
      failure.value = toShown(error, signal)
    } finally {
      if (!signal.aborted) busy.value = false
    }
  }

  const isPicked = (group: readonly number[]) => group.some((leaf) => picked.value.has(leaf))

  function pick(at: ImagePoint): void {
    const grid = scope.shapes()?.grid
    const chosen = grid === undefined ? null : groupAt(groups.value, shapeOf, at, grid)
    if (chosen === null) return
    const out = isPicked(chosen)
    const left = [...picked.value].filter((leaf) => !chosen.includes(leaf))
    picked.value = new Set(out ? left : [...left, ...chosen])
  }

  const painted = computed<PaintedMask[]>(() =>
    groups.value
      .flatMap((group) => {
        const shape = shapeOf(group)
        return shape === null ? [] : [{ group, shape }]
      })
      .toSorted((a, b) => b.shape.spans.area - a.shape.spans.area)
      .map(({ group, shape }) => ({
        ...shape,
        colour: pieceColour(group[0] ?? 0),
        fill: isPicked(group) ? 0.75 : 0.3,
        edge: 1,
        dashed: false,
      })),
  )
  const pickedGroups = computed(() => groups.value.filter(isPicked))

  watch([scope.project, scope.image, scope.model], close, { flush: 'sync' })
  onScopeDispose(close)
  return {
    ...{ tree, level, picked, pickedGroups, groups, failure, busy, painted },
    ...{ open, close, pick, pieces: (wanted: number[][]) => piecesOf(tree.value, wanted) },
  }
}

/** The smallest group that covers a place. */
function groupAt(
  groups: readonly number[][],
  shapeOf: (group: readonly number[]) => Shape | null,
  at: ImagePoint,
  grid: Size,
): number[] | null {
  const [x, y] = [Math.floor(at.x * grid.width), Math.floor(at.y * grid.height)]
  let best: number[] | null = null
  let least = Infinity
  for (const group of groups) {
    const spans = shapeOf(group)?.spans
    if (spans === undefined || spans.area >= least || !covers(spans, x, y)) continue
    best = group
    least = spans.area
  }
  return best
}

export interface Piece {
  readonly mask: Mask
  readonly quality: number | null
  readonly stability: number | null
}

/** The masks of groups; what several leaves make has no scores of its own. */
function piecesOf(tree: SegmentTree | null, groups: readonly (readonly number[])[]): Piece[] {
  if (tree === null) return []
  return groups.flatMap((group) => {
    const leaves = group.flatMap((leaf) => tree.leaves[leaf] ?? [])
    const [only] = leaves
    if (only === undefined) return []
    if (leaves.length === 1) return [only]
    const mask = mergeRles(
      leaves.map((leaf) => leaf.mask),
      'union',
    )
    return [{ mask, quality: null, stability: null }]
  })
}

/** Joined shapes are kept while the slider goes to and fro. */
function useGroupShapes(scope: EverythingScope, tree: Readonly<{ value: SegmentTree | null }>) {
  let known = new Map<string, Shape>()
  let of: unknown = null
  return (group: readonly number[]): Shape | null => {
    const shapes = scope.shapes()
    const leaves = tree.value?.leaves
    if (shapes === null || leaves === undefined) return null
    if (of !== leaves) known = new Map()
    of = leaves
    const name = group.join()
    const found = known.get(name)
    if (found !== undefined) return found
    const all = group.flatMap((leaf) => leaves[leaf] ?? []).map(({ mask }) => shapes.of(mask))
    const [only] = all
    if (only === undefined) return null
    const spans =
      all.length === 1
        ? only.spans
        : unionSpans(
            all.map((one) => one.spans),
            shapes.grid,
          )
    const made = all.length === 1 ? only : { spans, edges: edgesOf(spans) }
    known.set(name, made)
    return made
  }
}
