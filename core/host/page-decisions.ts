import type { CommitAuditInput } from '../contract/audits'
import type { RunId } from '../contract/ids'
import type { DecideInput, DecisionInput } from '../contract/labels'
import type { CommitPageInput } from '../contract/review'

const kindOf = { present: 'accept', absent: 'reject', undecided: 'undecided' } as const

/** A page of answers as the one gesture that it is. */
export function decisionsOfPage(
  { class: cls, answers, ms }: CommitPageInput,
  source: 'instant' | RunId,
): DecideInput {
  return {
    view: 'sweep',
    ms,
    decisions: answers.map(({ image, state, probability }): DecisionInput => ({
      image,
      class: cls,
      kind: kindOf[state],
      state,
      ...(source !== 'instant' && { run: source }),
      ...(probability !== null && { probability }),
    })),
  }
}

/** Answers to a random sample as the one gesture that they are. */
export function decisionsOfAudit({ class: cls, answers, ms }: CommitAuditInput): DecideInput {
  const decisions = answers.map(({ image, state }) => ({
    ...{ image, class: cls, kind: kindOf[state], state },
  }))
  return { view: 'audit', ms, decisions }
}
