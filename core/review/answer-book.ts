import {
  classCurve,
  poolAnswers,
  type Answer,
  type Curve,
  type PooledCurve,
} from '../kernel/calibration'

/** A person's answer to a suggestion; `sampled`: it was drawn at random and not because it scores well. */
export type ReviewAnswer = { image: number; class: number; right: boolean; sampled?: boolean }

/** Scores of the given images for a class, none of them having seen its own label; oldest answer first. */
type HeldOutScores = (
  classIndex: number,
  images: readonly number[],
  pages: readonly number[],
) => ArrayLike<number>

/** Answers that the pooled curve is drawn through, at most; each class brings as many. */
const POOLED_ANSWERS = 12_000
/** Answers of a class that say how it goes at the moment. */
const RECENT = 40
/** Last answers of a class that its curve is drawn through: those near where its next page is. */
const CURVE_ANSWERS = 120

type Given = { right: boolean; page: number; sampled: boolean }

/**
 * Last answers of a class that are scored at all. What was answered months ago says little of the
 * model of today, and a score that has not seen its own label costs a product of two features.
 */
export const SCORED_ANSWERS = 400

type ClassAnswers = {
  /** By image; in the order in which they were given. */
  given: Map<number, Given>
  scored: Answer[]
  /** Scores of pictures that nobody answered, drawn at random. */
  others: readonly number[]
  recent: Recent | null
}
type Recent = { asked: number; right: number }

/**
 * Every accept and reject so far, and the calibration that follows from them. Seeds are not in it:
 * they are positives only, and of the most salient things. Answers about an image that were taken
 * back are forgotten by `forget`.
 */
export class AnswerBook {
  private readonly byClass: ClassAnswers[]
  private pooled: PooledCurve | null = null
  private lastPage = 0
  /** Drawn when somebody asks, from what stands now; undefined where nobody has. */
  private readonly curves: (Curve | null | undefined)[]

  constructor(classCount: number) {
    this.byClass = Array.from({ length: classCount }, () => ({
      ...{ given: new Map<number, Given>(), scored: [], others: [], recent: null },
    }))
    this.curves = this.byClass.map(() => null)
  }

  /**
   * Enters answers given together, as on a page; `rescore` brings the calibration up to date. A later
   * answer replaces an earlier. Those of a page stand in the order of their images: whoever reads
   * them from the store again must not come to other curves.
   */
  add(answers: readonly ReviewAnswer[]): void {
    const page = ++this.lastPage
    for (const answer of [...answers].sort((a, b) => a.image - b.image)) {
      this.forget(answer.image, answer.class)
      const own = this.byClass[answer.class]
      own?.given.set(answer.image, { right: answer.right, page, sampled: answer.sampled ?? false })
    }
  }

  /** Takes an answer back, as undo does. */
  forget(image: number, classIndex: number): void {
    const own = this.byClass[classIndex]
    if (!own) return
    own.given.delete(image)
    own.recent = null
  }

  /**
   * Reads the current held-out scores of the answered images of these classes. Every curve follows:
   * they are what the answers say now, whichever came first. `others` gives scores of a class that say
   * how far the answered ones stand out.
   */
  rescore(
    classes: readonly number[],
    heldOut: HeldOutScores,
    others: (classIndex: number) => readonly number[] = () => [],
  ): void {
    for (const c of classes) {
      const own = this.byClass[c]
      if (!own) continue
      const scores = heldOut(c, this.images(c), this.pages(c))
      own.scored = lastOf(own.given.values()).map(({ right }, k) => ({
        ...{ score: scores[k] ?? 0, right },
      }))
      own.others = others(c)
    }
    this.pooled = this.pool()
    this.curves.fill(undefined)
  }

  /** The curve of a class; null: uncalibrated. */
  curve(classIndex: number): Curve | null {
    const known = this.curves[classIndex]
    if (known !== undefined) return known
    const curve = this.fitted(classIndex)
    this.curves[classIndex] = curve
    return curve
  }

  /** How the last answers of a class went, those of audits left out: they say nothing of pages. */
  recent(classIndex: number): Recent {
    const own = this.byClass[classIndex]
    if (!own) return { asked: 0, right: 0 }
    if (own.recent) return own.recent
    const last = [...own.given.values()].filter(({ sampled }) => !sampled).slice(-RECENT)
    own.recent = { asked: last.length, right: last.filter(({ right }) => right).length }
    return own.recent
  }

  /** The images of a class that were answered last, in the order of `answers`. */
  images(classIndex: number): readonly number[] {
    return lastOf(this.byClass[classIndex]?.given.keys() ?? [])
  }

  /** For each of `images` the page on which it was answered. */
  pages(classIndex: number): readonly number[] {
    return lastOf(this.byClass[classIndex]?.given.values() ?? []).map(({ page }) => page)
  }

  has(image: number, classIndex: number): boolean {
    return this.byClass[classIndex]?.given.has(image) ?? false
  }

  /** The answers of a class with their held-out scores as of the last `rescore`. */
  answers(classIndex: number): readonly Answer[] {
    return this.byClass[classIndex]?.scored ?? []
  }

  private fitted(classIndex: number): Curve | null {
    return this.pooled
      ? classCurve(this.pooled, this.answers(classIndex).slice(-CURVE_ANSWERS))
      : null
  }

  /** Through the same number of answers of each class, so that it costs little with thousands. */
  private pool(): PooledCurve | null {
    const answered = this.byClass.filter(({ scored }) => scored.length > 0)
    const each = Math.floor(POOLED_ANSWERS / Math.max(1, answered.length))
    const most = Math.max(1, Math.min(CURVE_ANSWERS, each))
    return poolAnswers(
      answered.flatMap((own) => own.scored.slice(-most)),
      answered.flatMap((own) => own.others),
    )
  }
}

function lastOf<T>(given: Iterable<T>): T[] {
  return [...given].slice(-SCORED_ANSWERS)
}
