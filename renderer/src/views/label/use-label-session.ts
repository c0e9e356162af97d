import { computed, ref, shallowRef, watch } from 'vue'
import { useLocalStorage } from '@vueuse/core'
import type { ClassId, ImagePoint, ProjectId } from '@contract/ids'
import type { ImageFilter, ImageItem, ImageOrder, ImageStatus } from '@contract/images'
import type { BatchResult } from '@contract/labels'
import type { SegmentEdit } from '@contract/segments'
import { useDecisions } from '@/composables/use-decisions'
import { useStopwatch } from '@/composables/use-stopwatch'
import { planLabel, planMany, planNone, planSkip } from './label-decisions'
import type { PlannedDecision } from './label-decisions'
import { useImageList } from './use-image-list'
import { useOffers } from './use-offers'
import { usePointMask } from './use-point-mask'
import { usePlans } from './use-plans'

/** Pictures decoded, and offers fetched, before they are needed. */
const AHEAD = 5

/** What Label looks at: which project, in which order, all images or some of them. */
export interface LabelScope {
  readonly project: () => ProjectId
  readonly order: () => ImageOrder
  readonly status: () => ImageStatus | null
  readonly filter: () => ImageFilter | null
}

/** Labelling: a class key gives the current image its label, and the next one is there. */
export function useLabelSession(scope: LabelScope) {
  const list = useImageList(scope)
  const decisions = useDecisions(scope.project, () => void list.reload())
  const stopwatch = useStopwatch()
  const carryOut = usePlans(decisions, list.put, () => stopwatch.read())
  /** While true a label does not lead to the next image: several are wanted. */
  const stay = ref(false)
  const finished = ref(false)
  const ahead = computed(() => list.neighbours(AHEAD))
  const offer = useCurrentOffer(scope, list, ahead)
  const marks = useMarks(scope, list, ahead)
  const { point } = marks

  function begin(): void {
    point.value = null
    stopwatch.restart()
  }
  watch(() => list.current.value?.id, begin, { flush: 'sync' })

  async function advance(from?: number): Promise<void> {
    finished.value = !(await list.goToTodo(decisions.settled, from))
  }

  /** Stored behind the person's back; returns to the image only if that failed. */
  function decideHere(
    plan: (item: ImageItem) => PlannedDecision,
    masks: (item: ImageItem) => Promise<SegmentEdit[]> | null = () => null,
  ): ImageItem | null {
    const item = list.current.value
    if (item === null) return null
    const place = { at: list.index.value, item }
    carryOut('label', [place], [plan(item)], masks(item))
      .then((result) => (result === null ? list.goBackTo(place) : undefined))
      .catch(list.report)
    begin()
    return item
  }

  async function give(label: ClassId): Promise<void> {
    const marked = point.value
    const item = decideHere(
      (one) => planLabel(one, label, marked),
      (one) => (marked === null || one.present.includes(label) ? null : marks.mask.take(label)),
    )
    if (item?.present.length === 0 && !stay.value) await advance()
  }

  async function decideAndAdvance(plan: (item: ImageItem) => PlannedDecision): Promise<void> {
    if (decideHere(plan) !== null) await advance()
  }

  /** Shows what an undo or redo has touched. */
  async function follow(result: BatchResult | null): Promise<boolean> {
    const image = result?.images[0]
    if (image === undefined) return false
    finished.value = false
    if (result?.images.length === 1) await list.goToImage(image)
    await list.reload()
    return true
  }

  return {
    list,
    decisions,
    ...marks,
    stay,
    finished,
    offer,
    ahead,
    give,
    giveMany: useManyLabels(scope, list, carryOut, () => {
      stopwatch.restart()
    }),
    advance,
    skip: () => decideAndAdvance(planSkip),
    none: (classes: readonly ClassId[]) => decideAndAdvance((item) => planNone(item, classes)),
    undo: async () => follow(await decisions.undo()),
    redo: async () => follow(await decisions.redo()),
  }
}

/** Labels all images at these positions; resolves with how many needed it. */
function useManyLabels(
  scope: LabelScope,
  list: ReturnType<typeof useImageList>,
  carryOut: ReturnType<typeof usePlans>,
  restart: () => void,
) {
  return async (indices: readonly number[], label: ClassId): Promise<number> => {
    const before = await list.collect(indices)
    const items = before.map((one) => one.item)
    const plans = planMany(items, label)
    const result = await carryOut('grid', before, plans)
    // A part of the pictures ("to do", say) has lost some: positions have shifted.
    if (scope.status() !== null || scope.filter() !== null) await list.reload()
    restart()
    return result === null ? 0 : plans.length
  }
}

/** The point that a person marked for the next label, and what lies under it. */
function useMarks(
  scope: LabelScope,
  { current }: ReturnType<typeof useImageList>,
  ahead: Readonly<{ value: readonly ImageItem[] }>,
) {
  const point = shallowRef<ImagePoint | null>(null)
  /** While true a marked point gives a mask too. */
  const masked = useLocalStorage('singlet.label.masks', true)
  const mask = usePointMask({
    project: scope.project,
    image: () => current.value?.id ?? null,
    point: () => point.value,
    wanted: () => masked.value,
    ahead: () => ahead.value.map((item) => item.id),
  })
  return { point, masked, mask }
}

function useCurrentOffer(
  scope: LabelScope,
  { current }: ReturnType<typeof useImageList>,
  ahead: Readonly<{ value: readonly ImageItem[] }>,
) {
  const offers = useOffers(scope.project, () =>
    current.value === null ? [] : [current.value.id, ...ahead.value.map((item) => item.id)],
  )
  return computed(() =>
    current.value?.status === 'todo' ? offers.offerFor(current.value.id) : null,
  )
}
