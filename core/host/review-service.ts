import { Failure } from '../contract/failures'
import { type ClassId, type ImageId, runId, type RunId } from '../contract/ids'
import type { SeedOffer } from '../contract/images'
import type {
  ExampleImage,
  ExamplesInput,
  ImageReview,
  ImageStates,
  ImageStatesInput,
  Interval,
  ScoreSource,
  SourceOption,
  SweepOverview,
  SweepPage,
  SweepPageInput,
} from '../contract/review'
import type { Curve } from '../kernel/calibration'
import type { AuditPool } from '../review/audit-sample'
import { Pace } from '../review/pace'
import { SCORED_ANSWERS } from '../review/answer-book'
import { seedOffers } from '../review/seed-offers'
import type { LabelChange } from './label-table'
import type { Project } from './project'
import { InstantSource } from './review-sources/instant-source'
import type { ReviewSource } from './review-sources/review-source'
import { RunSource } from './review-sources/run-source'
import { readRunScores, runDirectory } from './run-files'

/** Runs whose scores are kept in memory: the newest ones. */
const RUNS_AT_HAND = 3
/** Confirmed images among which the most alike are looked for. */
const MOST_EXAMPLES = 4000
/** Seeds for each class, on average, before seeds are offered. */
const SEEDS_BEFORE_OFFERS = 5

type SourceId = 'instant' | RunId

/** Suggestions by whichever model is asked: the instant one, or a run. */
export class ReviewService {
  readonly pace = new Pace()
  readonly #project: Project
  #instant: InstantSource | null = null
  /** What is decided while a source is being made, for it to learn of then. */
  readonly #missed = new Set<LabelChange[]>()
  #runs: RunSource[] = []
  /** Numbers of runs of whose classes none is in use any more. */
  #outdated: ReadonlyMap<string, number> = new Map()
  /** Runs that were compared with the instant model since the last answer. */
  #better = new WeakMap<RunSource, boolean>()
  /** The order in which single images are gone through, fixed when somebody enters it. */
  #walk: { source: SourceId; images: Uint32Array } | null = null

  constructor(project: Project) {
    this.#project = project
  }

  /** After a run has ended or was removed, and after the table of labels was replaced. */
  async loadRuns(): Promise<void> {
    const { store, labels } = this.#project
    const outdated = new Map<string, number>()
    const done = (await store.runs.list()).filter(({ state }) => state === 'done')
    const answers = await store.labels.answers(SCORED_ANSWERS)
    const sources = await Promise.all(
      done.slice(0, RUNS_AT_HAND).map(async (run) => {
        const scores = await readRunScores(runDirectory(store.directory, run.id))
        if (!scores) return null
        if (!scores.classes.some((id) => labels.classIndex(id) >= 0)) {
          outdated.set(run.id, run.number)
          return null
        }
        return RunSource.create(this.#project, run, scores, answers)
      }),
    )
    this.#runs = sources.filter((source) => source !== null)
    this.#outdated = outdated
  }

  /** After the instant model was loaded or has become another form. */
  async followInstant(): Promise<void> {
    const { state } = this.#project.instant
    const missed: LabelChange[] = []
    this.#missed.add(missed)
    try {
      const answers = await this.#project.store.labels.answers(SCORED_ANSWERS)
      const source = state && (await InstantSource.create(this.#project, state, answers))
      if (state !== this.#project.instant.state) return
      this.#instant = source
      if (missed.length > 0) await source?.follow(missed)
    } finally {
      this.#missed.delete(missed)
      this.#better = new WeakMap()
    }
  }

  /** While another table is taken in, rows and columns of the old one mean nothing. */
  forgetInstant(): void {
    this.#instant = null
  }

  /** Brings every source up to date with changed labels. */
  async follow(changes: readonly LabelChange[]): Promise<void> {
    for (const missed of this.#missed) missed.push(...changes)
    // Asked in one breath: the worker answers both between two slices of what else it does.
    const updated = this.#project.instant.update(changes)
    await Promise.all([updated, ...this.#all().map((source) => source.follow(changes))])
    this.#better = new WeakMap()
  }

  /** What `auto` means now: the better of both, as far as decisions can tell. */
  resolve(source: ScoreSource): SourceId {
    return this.#choose(source)?.id ?? 'instant'
  }

  overview(source: ScoreSource): SweepOverview {
    const chosen = this.#choose(source)
    const { classes } = this.#project.labels
    const rows = this.#unsortedFirst(
      chosen?.session.overview((index) => this.#audited(index)) ?? [],
    )
    const isPassing = chosen !== null && this.#isPassing(chosen)
    return {
      using: chosen && optionOf(chosen),
      options: this.#all().map(optionOf),
      pace: this.pace.current,
      classes: rows.flatMap(({ class: index, ...row }) => {
        const id = classes[index]
        if (id === undefined) return []
        const audited = this.#audited(index) !== null
        const missing = isPassing && !audited ? null : row.missing
        return [{ class: id, ...row, missing, audited }]
      }),
    }
  }

  page({ class: id, source, size, skip }: SweepPageInput): SweepPage {
    const chosen = this.#chooseFor(source, id)
    const index = this.#project.labels.classIndex(id)
    if (index < 0) throw new Failure('NOT_FOUND', 'There is no such class any more.')
    const unsorted = this.#project.sorting.open(this.#project.labels, id)
    if (unsorted.length > skip) {
      return this.#sortingPage({ id, rows: unsorted.slice(skip), size, source: chosen?.id })
    }
    // Without a single label a model has learnt nothing; its page would be any pictures.
    if (!chosen || !this.#project.labels.states.includes(1)) {
      return {
        ...{ class: id, source: 'instant', tiles: [], untouched: 'present' },
        ...{ precision: null, remaining: 0 },
      }
    }
    const { tiles, untouched, precision, remaining } = chosen.session.page(index, size, skip)
    return {
      ...{ class: id, source: chosen.id, untouched, remaining },
      precision,
      tiles: tiles.map(({ image, also, ...tile }) => ({
        ...{ ...this.#picture(image), ...tile },
        also: also.map(({ image: other, ...rest }) => ({ ...this.#picture(other), ...rest })),
      })),
    }
  }

  /** Of a class that was split off: the pictures that had the whole, which only a person can sort. */
  #sortingPage(order: {
    id: ClassId
    rows: readonly number[]
    size: number
    source: SourceId | undefined
  }): SweepPage {
    const { id, rows, size, source = 'instant' } = order
    const tiles = rows.slice(0, size).map((row) => ({
      ...{ ...this.#picture(row), score: 0, probability: null, also: [] },
    }))
    return {
      ...{ class: id, source, tiles, untouched: 'present', precision: null },
      remaining: rows.length - tiles.length,
    }
  }

  #unsortedFirst<Row extends { class: number; unknown: number; finished: boolean }>(
    rows: readonly Row[],
  ): Row[] {
    const { labels, sorting } = this.#project
    const openOf = ({ class: index }: Row) => {
      const id = labels.classes[index]
      return id === undefined ? 0 : sorting.open(labels, id).length
    }
    const first = rows.flatMap((row) => {
      const unknown = openOf(row)
      return unknown === 0 ? [] : [{ ...row, unknown, finished: false }]
    })
    const taken = new Set(first.map((row) => row.class))
    return [...first, ...rows.filter((row) => !taken.has(row.class))]
  }

  /** Images where a person said that a class is present: the most alike, or the most typical. */
  examples({ class: id, near, count }: ExamplesInput): ExampleImage[] {
    const chosen = this.#choose('auto')
    const { labels } = this.#project
    const confirmed = evenly(labels.imagesWith(id), MOST_EXAMPLES)
    const row = near === null ? -1 : labels.imageIndex(near)
    const found =
      chosen?.session.examples(labels.classIndex(id), confirmed, row < 0 ? null : row, count) ??
      confirmed.slice(0, count)
    return found.map((index) => this.#picture(index))
  }

  states({ class: id, images }: ImageStatesInput): ImageStates {
    return images.map((image) => ({ image, state: this.#project.labels.stateOf(image, id) }))
  }

  /** What an audit of a class is drawn from; null while there is no model. */
  auditPools(id: ClassId): { suggested: AuditPool; rest: AuditPool } | null {
    const index = this.#project.labels.classIndex(id)
    if (index < 0) throw new Failure('NOT_FOUND', 'There is no such class any more.')
    return this.#choose('auto')?.session.auditPools(index) ?? null
  }

  image(image: ImageId, source: ScoreSource): ImageReview {
    const chosen = this.#choose(source)
    const index = this.#project.labels.imageIndex(image)
    if (!chosen || index < 0) return { image, source: null, suggestions: [] }
    const { classes } = this.#project.labels
    const suggestions = chosen.session.imageSuggestions(index).flatMap((row) => {
      // A run has no opinion on a class that it did not learn.
      if (!Number.isFinite(row.score)) return []
      const id = classes[row.class]
      return id === undefined ? [] : [{ ...row, class: id }]
    })
    return { image, source: chosen.id, suggestions }
  }

  /** The image before or after one; from null the first or last, in an order made afresh. */
  neighbour(input: { image: ImageId | null; step: 1 | -1; source: ScoreSource }): {
    image: ImageId | null
  } {
    const chosen = this.#choose(input.source)
    if (!chosen) return { image: null }
    if (input.image === null || this.#walk?.source !== chosen.id) {
      this.#walk = { source: chosen.id, images: chosen.session.imageOrder() }
    }
    const { images } = this.#walk
    const at = input.image && images.indexOf(this.#project.labels.imageIndex(input.image))
    const next = at === null ? (input.step > 0 ? 0 : images.length - 1) : at + input.step
    return { image: this.#project.labels.images[images[next] ?? -1] ?? null }
  }

  offers(images: readonly ImageId[]): SeedOffer[] {
    const instant = this.#instant
    const { labels } = this.#project
    if (!instant || instant.seeds < SEEDS_BEFORE_OFFERS * labels.classes.length) return []
    const rows = images.map((id) => labels.imageIndex(id)).filter((row) => row >= 0)
    const offers = seedOffers(rows, labels.states, instant.scores, labels.classes.length)
    return offers.flatMap(({ image, class: index }) => {
      const [id, cls] = [labels.images[image], labels.classes[index]]
      if (id === undefined || cls === undefined) return []
      return [{ image: id, class: cls, probability: instant.probability(image, index) }]
    })
  }

  /** Calibration of the instant model, class by class. */
  instantCurves(): readonly (Curve | null)[] {
    return this.#instant?.curves ?? []
  }

  /** Null while nothing is calibrated, and for the seconds in which a passing model serves. */
  missingEstimate(): Interval | null {
    const chosen = this.#choose('auto')
    if (!chosen || this.#isPassing(chosen)) return null
    return chosen.session.missingEstimate((index) => this.#audited(index))
  }

  /** Its probabilities hold for its scores; a sum over everything unknown would jump a moment later. */
  #isPassing(source: ReviewSource): boolean {
    return source === this.#instant && this.#project.instant.isPassing
  }

  /** Column of a class in the scores and head of a run. Throws NOT_FOUND for a class that came later. */
  columnOf(run: RunId, id: ClassId): number {
    const column = this.#runs.find((one) => one.id === run)?.columnOf(id) ?? -1
    if (column >= 0) return column
    throw new Failure('NOT_FOUND', 'This run does not know that class.', { advice: 'Train again.' })
  }

  /** All unknown labels by one source, the likeliest first. */
  ranked(source: string): { source: SourceId | null; rows: RankedLabel[] } {
    const chosen = this.#choose(
      source === 'auto' || source === 'instant' ? source : runId.parse(source),
    )
    if (!chosen) return { source: null, rows: [] }
    const { images, classes } = this.#project.labels
    const rows: RankedLabel[] = []
    chosen.candidates.forEach((flag, image) => {
      if (flag === 0) return
      const id = images[image]
      for (const { class: index, ...row } of chosen.session.imageSuggestions(image)) {
        const cls = classes[index]
        if (!Number.isFinite(row.score)) continue
        if (id !== undefined && cls !== undefined) rows.push({ image: id, class: cls, ...row })
      }
    })
    rows.sort((a, b) => (b.probability ?? b.score) - (a.probability ?? a.score))
    return { source: chosen.id, rows }
  }

  #audited(index: number): Interval | null {
    const id = this.#project.labels.classes[index]
    return id === undefined ? null : this.#project.audits.missing(id)
  }

  #all(): ReviewSource[] {
    return this.#instant ? [this.#instant, ...this.#runs] : this.#runs
  }

  /** The same for a class; a run that did not learn it gives way to the instant model. */
  #chooseFor(source: ScoreSource, id: ClassId): ReviewSource | null {
    const chosen = this.#choose(source)
    const knows = !(chosen instanceof RunSource) || chosen.columnOf(id) >= 0
    return knows ? chosen : this.#instant
  }

  #choose(source: ScoreSource): ReviewSource | null {
    const all = this.#all()
    const gone = this.#outdated.get(source)
    if (gone !== undefined) {
      throw new Failure('NO_CLASSES', `No class that run ${gone} learnt is in use any more.`, {
        advice: 'They were retired, merged or split since. Choose another source, or train again.',
      })
    }
    if (source !== 'auto') return all.find(({ id }) => id === source) ?? null
    const instant = this.#instant
    if (!instant) return bestOf(this.#runs)
    // On the answers that neither had seen: a run must have proved better to be preferred.
    return this.#runs.find((run) => this.#isBetter(run, instant)) ?? instant
  }

  #isBetter(run: RunSource, instant: InstantSource): boolean {
    const known = this.#better.get(run)
    if (known !== undefined) return known
    const better = isBetter(run, instant)
    this.#better.set(run, better)
    return better
  }

  #picture(index: number): { image: ImageId; width: number; height: number } {
    const image = this.#project.labels.images[index]
    const size = image === undefined ? undefined : this.#project.sizes.get(image)
    if (image === undefined || !size) throw new Error(`There is no image ${index}.`)
    return { image, ...size }
  }
}

export interface RankedLabel {
  readonly image: ImageId
  readonly class: ClassId
  readonly score: number
  readonly probability: number | null
}

function isBetter(run: RunSource, instant: InstantSource): boolean {
  if (run.agreement === null) return false
  const same = instant.agreementOn((image, cls) => run.judges(image, cls))
  return same !== null && run.agreement > same
}

/** The run that ranks best what it had not seen; of those that nothing tells apart, the newest. */
function bestOf(runs: readonly RunSource[]): RunSource | null {
  const first = runs[0] ?? null
  return runs.reduce(
    (best, run) => ((run.agreement ?? 0) > (best?.agreement ?? 0) ? run : best),
    first,
  )
}

function optionOf({ id, title, agreement }: ReviewSource): SourceOption {
  return { source: id, title, agreement }
}

function evenly(rows: readonly number[], most: number): number[] {
  const step = Math.max(1, rows.length / most)
  return Array.from(
    { length: Math.min(most, rows.length) },
    (_, k) => rows[Math.floor(k * step)] ?? 0,
  )
}
