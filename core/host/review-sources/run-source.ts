import type { ClassId, RunId } from '../../contract/ids'
import type { RunInfo } from '../../contract/training'
import { answerAgreement } from '../../review/agreement'
import { AnswerBook } from '../../review/answer-book'
import { ReviewSession } from '../../review/review-session'
import type { Answer } from '../../store/labels'
import type { LabelChange, LabelTable } from '../label-table'
import type { Project } from '../project'
import type { RunScores } from '../run-files'
import { otherScores, pagesOf, type ReviewSource, splitAnswers } from './review-source'

/** Suggestions of a training run, calibrated only on answers that came after it had learnt. */
export class RunSource implements ReviewSource {
  readonly id: RunId
  readonly title: string
  readonly session: ReviewSession
  readonly candidates: Uint8Array
  readonly #project: Project
  readonly #table: LabelTable
  /** [N, C] in the order of the table. */
  readonly #scores: Float32Array
  readonly #columns: ReadonlyMap<ClassId, number>
  readonly #book: AnswerBook

  private constructor(project: Project, run: RunInfo, result: RunScores) {
    const table = project.labels
    this.#project = project
    this.id = run.id
    this.title = `Run ${run.number} · ${run.recipe.method}`
    this.#table = table
    this.#columns = new Map(result.classes.map((id, column) => [id, column]))
    const { scores, candidates } = alignScores(table, result)
    this.#scores = scores
    this.candidates = candidates
    this.#book = new AnswerBook(table.classes.length)
    this.session = new ReviewSession({
      count: table.images.length,
      classCount: table.classes.length,
      states: table.states,
      ...{ scores, candidates, book: this.#book },
      likeness: (a, b) => project.instant.likeness(a, b),
    })
  }

  static create(
    project: Project,
    run: RunInfo,
    result: RunScores,
    answers: readonly Answer[],
  ): RunSource {
    const source = new RunSource(project, run, result)
    const later = answers.filter(({ decision }) => decision > run.decisions)
    for (const page of pagesOf(later)) {
      source.#book.add(
        page.map(({ image, class: cls, right }) => ({
          image: source.#table.imageIndex(image),
          class: source.#table.classIndex(cls),
          right,
          sampled: project.audits.isSampled(image, cls),
        })),
      )
    }
    source.#rescore([...source.#table.classes.keys()])
    return source
  }

  get agreement(): number | null {
    return answerAgreement([...this.#table.classes.keys()].map((c) => this.#book.answers(c)))
  }

  /** Column of a class in the run's own scores and head; -1 for a class that came later. */
  columnOf(id: ClassId): number {
    return this.#columns.get(id) ?? -1
  }

  /** Whether it had not seen the answer to this label when it learnt. */
  judges(image: number, cls: number): boolean {
    return this.#book.has(image, cls)
  }

  follow(changes: readonly LabelChange[]): Promise<void> {
    const { given, taken } = splitAnswers(changes, this.#project)
    for (const { image, class: cls } of taken) this.#book.forget(image, cls)
    this.#book.add(given)
    this.#rescore([...new Set(changes.map((change) => change.class))])
    return Promise.resolve()
  }

  #rescore(classes: readonly number[]): void {
    const width = this.#table.classes.length
    const scoresOf = (c: number, images: readonly number[]) =>
      images.map((image) => this.#scores[image * width + c] ?? 0)
    const { states } = this.#table
    const known = { states, scores: this.#scores, candidates: this.candidates }
    this.#book.rescore(classes, scoresOf, (c) => otherScores(known, width, c))
    this.session.touch(classes)
  }
}

/** A run's scores in the order of today's table; images and classes that came later have none. */
function alignScores(
  table: LabelTable,
  { images, classes, scores }: RunScores,
): { scores: Float32Array; candidates: Uint8Array } {
  const width = table.classes.length
  const aligned = new Float32Array(table.images.length * width).fill(-Infinity)
  const candidates = new Uint8Array(table.images.length)
  const columns = classes.map((id) => table.classIndex(id))
  images.forEach((id, row) => {
    // The file holds ids of this project as plain numbers.
    const image = table.imageIndex(id as Parameters<LabelTable['imageIndex']>[0])
    if (image < 0) return
    candidates[image] = 1
    columns.forEach((column, c) => {
      if (column >= 0) aligned[image * width + column] = scores[row * classes.length + c] ?? 0
    })
  })
  return { scores: aligned, candidates }
}
