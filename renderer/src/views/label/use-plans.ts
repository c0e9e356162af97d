import type { ImageId } from '@contract/ids'
import type { ImageItem } from '@contract/images'
import type { BatchResult, DecisionView } from '@contract/labels'
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
  ): Promise<BatchResult | null> => {
    const all = plans.flatMap((plan) => plan.decisions)
    if (all.length === 0) return null
    return decisions.decide(
      { view, ms: milliseconds(), decisions: all },
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
