import { RandomState } from '../kernel/rng'
import { HUMAN_TIMES, pageSeconds, type HumanTimes } from './human-times'

export type AnnotatorAnswer = { image: number; state: 'present' | 'absent' }

/** What a simulated annotator needs of a review; the real host and an in-memory one both fit. */
export type SweepPort = {
  /** Classes, most promising first. */
  overview(): Promise<readonly { class: number; finished: boolean }[]>
  page(
    classIndex: number,
    size: number,
  ): Promise<{ tiles: readonly { image: number }[]; untouched: 'present' | 'absent' }>
  /** Stores a page; `ms` is what a person would have needed for it. */
  commit(classIndex: number, answers: readonly AnnotatorAnswer[], ms: number): Promise<void>
}

type AnnotatorOptions = {
  pageSize: number
  /** Decisions after which to stop. */
  decisions: number
  /** Share of answers that are wrong. */
  errorRate: number
  seed: number
  times: HumanTimes
}

/** After one page: what has been done so far. */
export type AnnotatorStep = {
  class: number
  decisions: number
  /** Present labels found so far, by the truth. */
  found: number
  humanSeconds: number
}

const DEFAULTS: Omit<AnnotatorOptions, 'decisions'> = {
  pageSize: 20,
  errorRate: 0,
  seed: 1200,
  times: HUMAN_TIMES,
}

/**
 * Works through sweep pages as a person would, always on the class that the overview puts first,
 * and answers from the truth. Ends when nothing is left or the decisions are used up. Classes that
 * call themselves finished wait until no other is left.
 * @param isPresent the truth.
 */
export async function* annotate(
  port: SweepPort,
  isPresent: (image: number, classIndex: number) => boolean,
  options: Partial<AnnotatorOptions> & { decisions: number },
  signal?: AbortSignal,
): AsyncGenerator<AnnotatorStep> {
  const { pageSize, decisions: limit, errorRate, seed, times } = { ...DEFAULTS, ...options }
  const rng = new RandomState(seed)
  let decisions = 0
  let found = 0
  let humanSeconds = 0
  while (decisions < limit && !signal?.aborted) {
    const next = await nextPage(port, Math.min(pageSize, limit - decisions))
    if (!next) return
    const { classIndex, page } = next
    const answers = page.tiles.map(({ image }): AnnotatorAnswer => {
      const truth = isPresent(image, classIndex)
      if (truth) found++
      const said = errorRate > 0 && rng.uniform() < errorRate ? !truth : truth
      return { image, state: said ? 'present' : 'absent' }
    })
    const clicks = answers.filter((answer) => answer.state !== page.untouched).length
    const seconds = pageSeconds(answers.length, clicks, times)
    await port.commit(classIndex, answers, Math.round(1000 * seconds))
    decisions += answers.length
    humanSeconds += seconds
    yield { class: classIndex, decisions, found, humanSeconds }
  }
}

async function nextPage(port: SweepPort, size: number) {
  const classes = await port.overview()
  const order = [...classes.filter((c) => !c.finished), ...classes.filter((c) => c.finished)]
  for (const { class: classIndex } of order) {
    const page = await port.page(classIndex, size)
    if (page.tiles.length > 0) return { classIndex, page }
  }
  return null
}
