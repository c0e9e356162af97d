import type { ClassId } from '@contract/ids'
import type { AlikeGroup } from '@contract/insights'
import type { DecisionInput } from '@contract/labels'

/** What makes the given classes present in every picture of a group; those that have them are left alone. */
export function labelsForAll(group: AlikeGroup, classes: readonly ClassId[]): DecisionInput[] {
  return group.images.flatMap(({ image, present }) =>
    classes
      .filter((id) => !present.includes(id))
      .map((id): DecisionInput => ({ image, class: id, kind: 'add', state: 'present' })),
  )
}
