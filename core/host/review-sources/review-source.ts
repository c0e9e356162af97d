import type { RunId } from '../../contract/ids'
import { UNKNOWN } from '../../review/label-state'
import type { ReviewSession } from '../../review/review-session'
import type { Answer } from '../../store/labels'
import type { LabelChange } from '../label-table'
import type { Project } from '../project'

/** A model whose scores order a review, with the calibration that people's answers gave it. */
export interface ReviewSource {
  readonly id: 'instant' | RunId
  readonly title: string
  readonly session: ReviewSession
  /** [N] 1 for images that it can suggest labels of. */
  readonly candidates: Uint8Array
  /** How well it ranks answers that it had not seen, 0..1; null before there are enough. */
  readonly agreement: number | null
  /** Takes changed labels in; to be called right after the instant model was asked to. */
  follow(changes: readonly LabelChange[]): Promise<void>
}

/** Pictures whose scores tell how far the answered ones stand out. */
const MOST_OTHERS = 60

/** Scores of a class for pictures all over the folder of which nobody has said whether it is there. */
export function otherScores(
  { states, scores, candidates }: Record<'states' | 'scores' | 'candidates', ArrayLike<number>>,
  classCount: number,
  c: number,
): number[] {
  const step = Math.max(1, Math.floor(candidates.length / MOST_OTHERS))
  const found: number[] = []
  for (let image = 0; image < candidates.length; image += step) {
    const at = image * classCount + c
    if (candidates[image] === 1 && states[at] === UNKNOWN) found.push(scores[at] ?? 0)
  }
  return found
}

/** Stored answers by the gesture that they were part of; in the order in which they were taken. */
export function pagesOf(answers: readonly Answer[]): Answer[][] {
  const pages = new Map<number, Answer[]>()
  for (const answer of answers) {
    const page = pages.get(answer.batch)
    if (page) page.push(answer)
    else pages.set(answer.batch, [answer])
  }
  return [...pages.values()]
}

/** The changes as what a book of answers must learn and forget. */
export function splitAnswers(changes: readonly LabelChange[], project: Project) {
  const { labels } = project
  const isSampled = ({ image, class: cls }: LabelChange) => {
    const [id, label] = [labels.images[image], labels.classes[cls]]
    return id !== undefined && label !== undefined && project.audits.isSampled(id, label)
  }
  const isAnswer = ({ answer, state }: LabelChange) => answer && (state === 1 || state === -1)
  return {
    given: changes.filter(isAnswer).map((change) => ({
      ...{ image: change.image, class: change.class, right: change.state === 1 },
      sampled: isSampled(change),
    })),
    taken: changes.filter((change) => !isAnswer(change)),
  }
}
