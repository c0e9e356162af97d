import { z } from 'zod'
import { classId, imageId } from './ids'
import { batchResult, labelState } from './labels'
import { interval } from './review'

/** A picture of a random sample, in an order that says nothing. */
export const auditTile = z.object({
  image: imageId,
  width: z.number().int(),
  height: z.number().int(),
  /** Unknown until somebody has judged it. */
  state: labelState,
})
export type AuditTile = z.infer<typeof auditTile>

/** What a random sample of the undecided images of a class says of all of them; intervals at 90 %. */
export const auditFigures = z.object({
  class: classId,
  /** Images judged, in all audits of the class. */
  judged: z.number().int(),
  /** Share of present ones among what the model suggested; null when it suggested nothing. */
  precision: interval.nullable(),
  /** Present labels that nobody has found yet. */
  missing: interval,
})
export type AuditFigures = z.infer<typeof auditFigures>

export const auditPage = z.object({
  class: classId,
  tiles: z.array(auditTile),
  /** Undecided images when the sample was drawn: those suggested, and all others. */
  suggested: z.number().int(),
  rest: z.number().int(),
  /** null until the first sample of this class is judged. */
  figures: auditFigures.nullable(),
})
export type AuditPage = z.infer<typeof auditPage>

export const commitAuditInput = z.object({
  class: classId,
  ms: z.number().int().nonnegative(),
  answers: z.array(z.object({ image: imageId, state: labelState.exclude(['unknown']) })).min(1),
})
export type CommitAuditInput = z.infer<typeof commitAuditInput>

export const commitAuditResult = z.object({ result: batchResult, page: auditPage })

/** Everything that audits have shown. */
export const auditSummary = z.object({
  classes: z.array(auditFigures),
  /** Share of present ones among what was suggested, over the classes audited. */
  precision: interval.nullable(),
  /** Hidden labels of the classes audited. */
  missing: interval.nullable(),
})
export type AuditSummary = z.infer<typeof auditSummary>
