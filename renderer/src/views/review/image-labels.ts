import type { ClassId, RunId } from '@contract/ids'
import type { DecisionInput, LabelState } from '@contract/labels'
import type { ImageDetail } from '@contract/images'
import type { ImageReview, ImageSuggestion } from '@contract/review'

/** An image in review: what people said of its classes, and what the model thinks of the others. */
export interface ImageSheet {
  readonly detail: ImageDetail
  readonly review: ImageReview
}

const LIKELY = 0.3
/** Shown whatever their probability. */
const FIRST_FEW = 4

/** Suggestions worth a look, and those that can stay folded. */
export function splitSuggestions(suggestions: readonly ImageSuggestion[]): {
  likely: readonly ImageSuggestion[]
  rest: readonly ImageSuggestion[]
} {
  const worth = (one: ImageSuggestion, at: number) =>
    at < FIRST_FEW || (one.probability ?? 0) >= LIKELY
  return {
    likely: suggestions.filter(worth),
    rest: suggestions.filter((one, at) => !worth(one, at)),
  }
}

const kinds = {
  present: 'accept',
  absent: 'reject',
  undecided: 'undecided',
  unknown: 'clear',
} as const

/** The decision that leaves a class of this image in a state, with the suggestion it answers. */
export function decisionOn(sheet: ImageSheet, label: ClassId, state: LabelState): DecisionInput {
  const { source, suggestions } = sheet.review
  const answered = suggestions.find((one) => one.class === label)
  const run: RunId | null = source === 'instant' ? null : source
  return {
    image: sheet.detail.id,
    class: label,
    // A class that nobody suggested is simply added.
    kind: answered === undefined && state === 'present' ? 'add' : kinds[state],
    state,
    ...(answered !== undefined && run !== null ? { run } : {}),
    ...(answered?.probability == null ? {} : { probability: answered.probability }),
  }
}

/** The sheet as it will be when the decision is stored. */
export function withDecision(sheet: ImageSheet, decision: DecisionInput, now: number): ImageSheet {
  const { class: label, state, kind } = decision
  if (label === null || state === null) return sheet
  const others = sheet.detail.labels.filter((one) => one.class !== label)
  const mine = { class: label, state, kind, at: now, point: null, run: decision.run ?? null }
  const labels = state === 'unknown' ? others : [...others, mine]
  const present = labels.filter((one) => one.state === 'present').map((one) => one.class)
  return {
    detail: { ...sheet.detail, labels, present },
    review: {
      ...sheet.review,
      suggestions: sheet.review.suggestions.filter((one) => one.class !== label),
    },
  }
}
