import { shallowRef } from 'vue'
import type { ClassId, ImageId, ImagePoint, ProjectId } from '@contract/ids'
import type { DecisionInput } from '@contract/labels'
import type { Mask, NewSegment, SegmentEdit, SegmentId, SegmentState } from '@contract/segments'
import type { useDecisions } from '@/composables/use-decisions'
import { useStopwatch } from '@/composables/use-stopwatch'
import { firstPlace, newSegment, presentDecisions, provenanceOf } from './keep-mask'
import type { useDraft } from './use-draft'
import type { Piece } from './use-everything'
import type { useSegments } from './use-segments'

export interface EditScope {
  readonly project: () => ProjectId
  readonly image: () => ImageId | null
  readonly store: ReturnType<typeof useSegments>
  readonly draft: ReturnType<typeof useDraft>
  readonly decisions: ReturnType<typeof useDecisions>
  /** What the next mask is of. */
  readonly label: () => ClassId | null
}

/** A mask that is shown as kept while it is being stored. */
export interface Waiting {
  readonly mask: Mask
  readonly class: ClassId | null
}

/** What a person does to the segments of a picture: each gesture one batch, labels included. */
export function useSegmentEdits(scope: EditScope) {
  const { store, decisions } = scope
  const stopwatch = useStopwatch()
  const waiting = shallowRef<readonly Waiting[]>([])

  /** Stores a gesture; shows it first where it can. Resolves with whether it was stored. */
  async function decide(
    segments: SegmentEdit[],
    labels: DecisionInput[] = [],
    shown: readonly Waiting[] = [],
  ): Promise<boolean> {
    const ms = stopwatch.read()
    stopwatch.restart()
    waiting.value = [...waiting.value, ...shown]
    const input = { view: 'segment' as const, ms, decisions: labels, segments }
    const result = await decisions.decide(input)
    await store.load()
    waiting.value = waiting.value.filter((one) => !shown.includes(one))
    return result !== null
  }

  function present(labels: readonly (ClassId | null)[], at?: ImagePoint | null): DecisionInput[] {
    const { detail } = store
    return detail.value === null ? [] : presentDecisions(detail.value, labels, at)
  }

  const find = (ids: readonly SegmentId[]) => {
    const wanted = new Set(ids)
    return store.segments.value.filter(({ id }) => wanted.has(id))
  }

  async function relabel(ids: readonly SegmentId[], label: ClassId | null): Promise<boolean> {
    const kept = find(ids).some(({ state }) => state === 'kept')
    const edit: SegmentEdit = { kind: 'relabel', segments: [...ids], class: label }
    return decide([edit], kept ? present([label]) : [])
  }

  async function judge(ids: readonly SegmentId[], state: SegmentState): Promise<boolean> {
    const changed = find(ids).filter((one) => one.state !== state)
    if (changed.length === 0) return false
    const edit: SegmentEdit = { kind: 'judge', segments: changed.map(({ id }) => id), state }
    return decide([edit], state === 'kept' ? present(changed.map((one) => one.class)) : [])
  }

  /** Pieces of everything: picked ones are somebody's, all together are the machine's proposal. */
  async function keepPieces(
    image: ImageId,
    pieces: readonly Piece[],
    from: { model: string; label: ClassId | null; state: SegmentState },
  ): Promise<boolean> {
    const { model, label, state } = from
    const segments = pieces.map(({ mask, ...scores }): NewSegment => ({
      ...newSegment(image, label, mask, { source: 'everything', model, ...scores }),
      state,
    }))
    if (segments.length === 0) return false
    const shown = pieces.map(({ mask }) => ({ mask, class: label }))
    const labels = state === 'kept' ? present([label]) : []
    return decide([{ kind: 'add', segments }], labels, shown)
  }

  return {
    ...useKeeping(scope, decide, present),
    ...{ waiting, relabel, judge, keepPieces },
    merge: (ids: readonly SegmentId[]) => decide([{ kind: 'merge', segments: [...ids] }]),
    split: (segment: SegmentId) => decide([{ kind: 'split', segment }]),
    remove: (ids: readonly SegmentId[]) => decide([{ kind: 'delete', segments: [...ids] }]),
  }
}

/** The mask in the making: where it came from, and keeping it. */
function useKeeping(
  { image, draft, label }: EditScope,
  decide: (s: SegmentEdit[], l?: DecisionInput[], w?: readonly Waiting[]) => Promise<boolean>,
  present: (labels: readonly (ClassId | null)[], at?: ImagePoint | null) => DecisionInput[],
) {
  /** The segment whose mask is being changed; null for a new one. */
  const edited = shallowRef<SegmentId | null>(null)
  const copied = shallowRef(false)

  function begin(mask: Mask | null = null, of: SegmentId | null = null, isCopy = false): void {
    edited.value = of
    copied.value = isCopy
    draft.draft.value?.begin(mask)
  }

  /** Keeps the mask as it stands, and its class with it; false while there is nothing to keep. */
  async function keep(): Promise<boolean> {
    const [here, mask, state] = [image(), draft.draft.value?.result() ?? null, draft.state.value]
    if (here === null || mask === null) return false
    const [of, isCopy] = [edited.value, copied.value]
    const drawn = provenanceOf(state)
    const from = isCopy ? { ...drawn, source: 'copied' as const } : drawn
    begin()
    const stored =
      of === null
        ? await decide(
            [{ kind: 'add', segments: [newSegment(here, label(), mask, from)] }],
            present([label()], firstPlace(state)),
            [{ mask, class: label() }],
          )
        : await decide([{ kind: 'draw', segment: of, mask }])
    // What could not be stored is still there to be kept again, unless the person went on.
    if (!stored && draft.blank.value && image() === here) begin(mask, of, isCopy)
    return stored
  }

  return { edited, begin, keep }
}
