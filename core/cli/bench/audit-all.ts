import type { ClassId, ImageId, ProjectId } from '../../contract/ids'
import type { HostSession } from '../host-session'
import type { Truth } from './truth'

/** What random audits said at the end, beside what is true. */
export interface AuditOutcome {
  /** Share of right ones among what was suggested, and labels still hidden: low, mid, high. */
  readonly estimatedPrecision: [number, number, number] | null
  readonly estimatedMissing: [number, number, number] | null
  readonly trueMissing: number
  /** Share of classes whose own interval holds the truth. */
  readonly classesHeld: number
  readonly judged: number
}

/** Audits every class once, answering from the truth, by the calls that a window makes. */
export async function auditAll(
  { client, host }: HostSession,
  project: ProjectId,
  truth: Truth,
): Promise<AuditOutcome> {
  const { labels, instant } = host.services.projects.get(project)
  // Pictures kept apart for judging are nobody's to label.
  const candidates = labels.images.filter((_, row) => instant.state?.known[row] === 1)
  for (const cls of labels.classes) await auditClass({ client, project, cls, truth })
  const { classes, precision, missing } = await client.audits.summary({ project })
  const isHidden = (image: ImageId, cls: ClassId) =>
    labels.stateOf(image, cls) === 'unknown' && truth.isPresent(image, cls)
  const hiddenOf = (cls: ClassId) => candidates.filter((image) => isHidden(image, cls)).length
  const held = classes.filter(({ class: cls, missing: { low, high } }) => {
    const hidden = hiddenOf(cls)
    return low <= hidden && hidden <= high
  })
  return {
    estimatedPrecision: precision && [precision.low, precision.mid, precision.high],
    estimatedMissing: missing && [missing.low, missing.mid, missing.high],
    trueMissing: classes.reduce((sum, one) => sum + hiddenOf(one.class), 0),
    classesHeld: held.length / Math.max(1, classes.length),
    judged: classes.reduce((sum, one) => sum + one.judged, 0),
  }
}

async function auditClass({
  client,
  project,
  cls,
  truth,
}: Pick<HostSession, 'client'> & {
  project: ProjectId
  cls: ClassId
  truth: Truth
}): Promise<void> {
  const { tiles } = await client.audits.page({ project, class: cls, draw: true })
  if (tiles.length === 0) return
  const answers = tiles.map(({ image }) => ({
    ...{ image, state: truth.isPresent(image, cls) ? ('present' as const) : ('absent' as const) },
  }))
  await client.audits.commit({ project, class: cls, ms: 1000 * answers.length, answers })
}
