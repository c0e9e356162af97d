import { z } from 'zod'
import type { AuditFigures } from '../contract/audits'
import { classId, imageId, type ClassId } from '../contract/ids'
import { stateCodes, type LabelState } from '../contract/labels'
import {
  pooled,
  presentAmong,
  presentShare,
  stillMissing,
  type AuditStratum,
} from '../review/audit-estimate'
import type { LabelTable } from './label-table'

const part = z.object({ size: z.number().int(), images: z.array(imageId) })

/** A sample as it was drawn. What became of it is in the labels, so that undo needs no care here. */
export const auditPlan = z.object({
  class: classId,
  at: z.number(),
  /** Images with features at that time: the sample says nothing of what came later. */
  population: z.number().int(),
  /** Present labels of the class at that time. */
  present: z.number().int(),
  /** What the model suggested, and the rest. */
  suggested: part,
  rest: part,
  /** The order in which they are shown. */
  order: z.array(imageId),
})
export type AuditPlan = z.infer<typeof auditPlan>

/** Whether every image of the sample was judged. */
export function isDone(plan: AuditPlan, labels: LabelTable): boolean {
  return plan.order.every((image) => labels.stateOf(image, plan.class) !== 'unknown')
}

export function suggestedPart(plan: AuditPlan, labels: LabelTable): AuditStratum {
  return stratumOf(plan.suggested, plan.class, labels)
}

/** What the finished samples of a class say together, as of now; null without any. */
export function figuresOf(done: readonly AuditPlan[], labels: LabelTable): AuditFigures | null {
  const newest = done.at(-1)
  if (newest === undefined) return null
  const { present, unknown } = countStates(newest.class, labels)
  const estimates = done.flatMap((plan) => {
    const rest = stratumOf(plan.rest, plan.class, labels)
    const total = presentAmong([suggestedPart(plan, labels), rest])
    if (total === null) return []
    const left = stillMissing(total, present - plan.present, unknown)
    return [{ ...left, sampled: plan.order.length }]
  })
  const missing = pooled(estimates)
  return (
    missing && {
      ...{ class: newest.class, missing },
      judged: done.reduce((sum, plan) => sum + plan.order.length, 0),
      precision: presentShare([suggestedPart(newest, labels)]),
    }
  )
}

function stratumOf(
  { size, images }: AuditPlan['rest'],
  cls: ClassId,
  labels: LabelTable,
): AuditStratum {
  const states = images.map((image) => labels.stateOf(image, cls))
  const count = (state: LabelState) => states.filter((one) => one === state).length
  return {
    ...{ size, present: count('present'), absent: count('absent') },
    undecided: count('undecided'),
  }
}

export function countStates(
  cls: ClassId,
  labels: LabelTable,
): { present: number; unknown: number } {
  const counts = { present: 0, unknown: 0 }
  const { states, classes } = labels
  const column = labels.classIndex(cls)
  for (let at = column; at < states.length && column >= 0; at += classes.length) {
    if (states[at] === stateCodes.present) counts.present++
    if (states[at] === stateCodes.unknown) counts.unknown++
  }
  return counts
}
