import type { ImageId } from '@contract/ids'
import type { ImageItem } from '@contract/images'
import type { BatchResult, DecisionView } from '@contract/labels'
import type { SegmentEdit } from '@contract/segments'
import type { useDecisions } from '@/composables/use-decisions'
import type { PlannedDecision } from './label-decisions'

/** An image and where it stands in the list. */
export interface At {
  readonly at: number
  readonly item: ImageItem
}

/** Carries plans out: the list shows the outcome at once, and what was before if storing fails. */
export function usePlans(
  decisions: Pick<ReturnType<typeof useDecisions>, 'decide'>,
  put: (at: number, item: ImageItem) => void,
  milliseconds: () => number,
) {
  function putAll(before: readonly At[], after: ReadonlyMap<ImageId, ImageItem>): void {
    for (const { at, item } of before) put(at, after.get(item.id) ?? item)
  }

  /** null when it could not be stored, or when there was nothing to do. */
  return async (
    view: DecisionView,
    before: readonly At[],
    plans: readonly PlannedDecision[],
    masks: Promise<SegmentEdit[]> | null = null,
  ): Promise<BatchResult | null> => {
    const all = plans.flatMap((plan) => plan.decisions)
    if (all.length === 0) return null
    const input = { view, ms: milliseconds(), decisions: all }
    return decisions.decide(
      masks === null ? input : masks.then((segments) => ({ ...input, segments })),
      {
        apply: () => {
          putAll(before, new Map(plans.map(({ after }) => [after.id, after])))
        },
        rollBack: () => {
          putAll(before, new Map())
        },
      },
    )
  }
}
