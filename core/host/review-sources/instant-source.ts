import { type Curve, probabilityOf } from '../../kernel/calibration'
import { answerAgreement } from '../../review/agreement'
import { AnswerBook } from '../../review/answer-book'
import { PRESENT } from '../../review/label-state'
import { ReviewSession } from '../../review/review-session'
import type { Answer } from '../../store/labels'
import type { InstantState } from '../instant-service'
import type { LabelChange } from '../label-table'
import type { Project } from '../project'
import { otherScores, pagesOf, type ReviewSource, splitAnswers } from './review-source'

/** Seeds of a class that are left out, to see where they would stand without themselves. */
const MOST_LEFT_OUT = 20

/** Suggestions of the instant model, calibrated on leave-one-out scores of every answer so far. */
export class InstantSource implements ReviewSource {
  readonly id = 'instant'
  readonly title = 'Instant model'
  readonly session: ReviewSession
  readonly candidates: Uint8Array
  /** [N, C] */
  readonly scores: Float32Array
  readonly #project: Project
  readonly #state: InstantState
  readonly #book: AnswerBook
  readonly #seeded = new Set<number>()
  /** The last question about the answers of each class. */
  readonly #asked: number[] = []
  #questions = 0
  /** Of classes without calibration. */
  readonly #leftOut = new Map<number, { seeds: number; leftOut: ArrayLike<number> }>()

  private constructor(project: Project, state: InstantState) {
    const { table, scores, known } = state
    this.#project = project
    this.#state = state
    this.scores = scores
    this.candidates = known
    this.#book = new AnswerBook(table.classes.length)
    for (let image = 0; image < table.images.length; image++) this.#countSeed(image)
    this.session = new ReviewSession({
      count: table.images.length,
      classCount: table.classes.length,
      states: table.states,
      scores,
      candidates: known,
      book: this.#book,
      likeness: (a, b) => project.instant.likeness(a, b),
      beginning: (c) => ({
        ...(this.#leftOut.get(c) ?? { seeds: 0, leftOut: [] }),
        seeded: this.#seeded.size,
      }),
    })
  }

  static async create(
    project: Project,
    state: InstantState,
    answers: readonly Answer[],
  ): Promise<InstantSource> {
    const source = new InstantSource(project, state)
    const { table } = state
    for (const page of pagesOf(answers)) {
      source.#book.add(
        page.map(({ image, class: cls, right }) => ({
          image: table.imageIndex(image),
          class: table.classIndex(cls),
          right,
          sampled: project.audits.isSampled(image, cls),
        })),
      )
    }
    await source.#rescore([...table.classes.keys()])
    return source
  }

  /** Images that people gave a label. */
  get seeds(): number {
    return this.#seeded.size
  }

  get agreement(): number | null {
    return answerAgreement([...this.#state.table.classes.keys()].map((c) => this.#book.answers(c)))
  }

  probability(image: number, cls: number): number | null {
    const curve = this.#book.curve(cls)
    const score = this.scores[image * this.#state.table.classes.length + cls] ?? 0
    return curve && probabilityOf(curve, score)
  }

  /** The calibration of every class; null where there is none. */
  get curves(): readonly (Curve | null)[] {
    return [...this.#state.table.classes.keys()].map((c) => this.#book.curve(c))
  }

  /** Agreement on some of the answers only, to compare with a source that may judge no others. */
  agreementOn(includes: (image: number, cls: number) => boolean): number | null {
    return answerAgreement(
      [...this.#state.table.classes.keys()].map((c) => {
        const images = this.#book.images(c)
        return this.#book.answers(c).filter((_, k) => includes(images[k] ?? -1, c))
      }),
    )
  }

  async follow(changes: readonly LabelChange[]): Promise<void> {
    for (const { image } of changes) this.#countSeed(image)
    const { given, taken } = splitAnswers(changes, this.#project)
    for (const { image, class: cls } of taken) this.#book.forget(image, cls)
    this.#book.add(given)
    await this.#rescore([...new Set(changes.map((change) => change.class))])
  }

  async #rescore(classes: readonly number[]): Promise<void> {
    const questions = classes.map((c) => ({
      ...{ class: c, images: this.#book.images(c), pages: this.#book.pages(c) },
    }))
    const question = ++this.#questions
    for (const c of classes) this.#asked[c] = question
    const heldOut = await this.#project.instant.heldOut(
      questions.filter(({ images }) => images.length > 0),
    )
    const byClass = new Map(
      questions.filter(({ images }) => images.length > 0).map((q, k) => [q.class, heldOut[k]]),
    )
    // Of a class that was asked about again meanwhile, the scores are those of other answers.
    const latest = classes.filter((c) => this.#asked[c] === question)
    const { states, classes: columns } = this.#state.table
    const known = { states, scores: this.scores, candidates: this.candidates }
    const others = (c: number) => otherScores(known, columns.length, c)
    this.#book.rescore(latest, (c) => byClass.get(c) ?? [], others)
    this.session.touch(classes)
    if (latest.some((c) => this.#book.curve(c) === null)) await this.#leaveOut(latest)
  }

  /** Asks where seeds would stand, for classes of which no answer tells how a page goes. */
  async #leaveOut(classes: readonly number[]): Promise<void> {
    const { table } = this.#state
    const seeds = classes.flatMap((c) => {
      const id = table.classes[c]
      const images = id === undefined ? [] : table.imagesWith(id)
      return [{ class: c, images: images.filter((image) => this.candidates[image] === 1) }]
    })
    const questions = seeds.map(({ class: c, images }) => ({
      ...{ class: c, images: images.slice(-MOST_LEFT_OUT), pages: [] },
    }))
    const scores = await this.#project.instant.heldOut(questions)
    seeds.forEach(({ class: c, images }, k) => {
      this.#leftOut.set(c, { seeds: images.length, leftOut: scores[k] ?? [] })
    })
  }

  #countSeed(image: number): void {
    const { states, classes } = this.#state.table
    const start = image * classes.length
    if (states.subarray(start, start + classes.length).includes(PRESENT)) this.#seeded.add(image)
    else this.#seeded.delete(image)
  }
}
