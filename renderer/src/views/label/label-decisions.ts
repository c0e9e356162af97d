import type { ClassId, ImagePoint } from '@contract/ids'
import type { ImageItem } from '@contract/images'
import type { DecisionInput } from '@contract/labels'

export interface PlannedDecision {
  readonly decisions: DecisionInput[]
  /** The image as it will be when the decision is stored. */
  readonly after: ImageItem
}

/**
 * A class key on an image: its first label is the seed, another one is added, and one that it has
 * already is taken back to unknown.
 */
export function planLabel(
  item: ImageItem,
  label: ClassId,
  point: ImagePoint | null,
): PlannedDecision {
  if (item.present.includes(label)) return planClear(item, label)
  return {
    decisions: [
      {
        image: item.id,
        class: label,
        kind: item.present.length === 0 ? 'seed' : 'add',
        state: 'present',
        ...(point === null ? {} : { point }),
      },
    ],
    after: { ...item, status: 'seeded', present: [...item.present, label] },
  }
}

function planClear(item: ImageItem, label: ClassId): PlannedDecision {
  const present = item.present.filter((one) => one !== label)
  return {
    decisions: [{ image: item.id, class: label, kind: 'clear', state: 'unknown' }],
    after: { ...item, status: present.length === 0 ? 'todo' : item.status, present },
  }
}

/** Many images get one label; those that have it keep it. */
export function planMany(items: readonly ImageItem[], label: ClassId): PlannedDecision[] {
  return items
    .filter((item) => !item.present.includes(label))
    .map((item) => planLabel(item, label, null))
}

export function planSkip(item: ImageItem): PlannedDecision {
  return {
    decisions: [{ image: item.id, class: null, kind: 'skip', state: null }],
    after: { ...item, status: item.present.length === 0 ? 'skipped' : item.status },
  }
}

/** A person looked and none of the classes is there: all are absent, and the image is done with. */
export function planNone(item: ImageItem, classes: readonly ClassId[]): PlannedDecision {
  const rejected = classes.map((one): DecisionInput => ({
    image: item.id,
    class: one,
    kind: 'reject',
    state: 'absent',
  }))
  const skip: DecisionInput = { image: item.id, class: null, kind: 'skip', state: null }
  return {
    decisions: [...rejected, skip],
    after: { ...item, status: 'skipped', present: [] },
  }
}
