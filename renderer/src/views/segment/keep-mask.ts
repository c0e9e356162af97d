import type { ClassId, ImageId, ImagePoint } from '@contract/ids'
import type { ImageDetail } from '@contract/images'
import type { DecisionInput } from '@contract/labels'
import type { NewSegment } from '@contract/segments'
import type { DraftState } from '@/canvas/draft/draft-state'

/**
 * What a person says by giving a picture a mask of a class: that the class is there, unless somebody
 * has said so. Several classes at once make several decisions.
 */
export function presentDecisions(
  detail: ImageDetail,
  classes: readonly (ClassId | null)[],
  point: ImagePoint | null = null,
): DecisionInput[] {
  const known = new Set(
    detail.labels.filter(({ state }) => state === 'present').map((label) => label.class),
  )
  const fresh = [...new Set(classes)].filter((label) => label !== null && !known.has(label))
  return fresh.map((label, at) => ({
    ...{ image: detail.id, class: label, state: 'present' as const },
    kind: known.size + at === 0 ? ('seed' as const) : ('add' as const),
    ...(point === null ? {} : { point }),
  }))
}

/** Where a person said first that the thing is. */
export function firstPlace({ points, box }: DraftState): ImagePoint | null {
  const point = points.find(({ positive }) => positive)
  if (point !== undefined) return point.at
  return box === null ? null : { x: (box.x0 + box.x1) / 2, y: (box.y0 + box.y1) / 2 }
}

/** How a kept draft came about: pointed at, and how good the segmenter thinks it is, or drawn. */
export function provenanceOf(
  state: DraftState,
): Pick<NewSegment, 'source' | 'model' | 'quality' | 'stability'> {
  const chosen = state.answer?.choices[state.choice]
  if (state.answer === null || chosen === undefined) {
    return { source: 'drawn', model: null, quality: null, stability: null }
  }
  // With drawn or earlier parts in it the scores speak of something else.
  const whole = state.base === null
  return {
    source: 'prompts',
    model: state.answer.model,
    quality: whole ? chosen.quality : null,
    stability: whole ? chosen.stability : null,
  }
}

export function newSegment(
  image: ImageId,
  label: ClassId | null,
  mask: NewSegment['mask'],
  from: Pick<NewSegment, 'source' | 'model' | 'quality' | 'stability'>,
): NewSegment {
  return { image, class: label, mask, state: 'kept', ...from }
}
