import { setTimeout } from 'node:timers/promises'
import type { RunId } from '../contract/ids'
import { mostNamedImages } from '../contract/images'
import {
  type CalibrationInsight,
  type ConsistencyInsight,
  type CountsInsight,
  type DoubtedLabel,
  type DoubtsInsight,
  type DoubtsProgress,
  type ImagesBehind,
  type InsightMark,
  type LearningInsight,
  MOST_TOGETHER,
  type TogetherInsight,
} from '../contract/insights'
import type { Doubt } from '../review/insights/label-doubts'
import type { RoundEnd } from '../review/insights/rounds'
import { AlikeFinder } from './alike-finder'
import { MissingHistory } from './missing-history'
import type { Project } from './project'
import type { InsightsCalls } from './workers/insights-calls'
import { WorkerClient } from './worker-channel'

/** Doubted labels in the list: as many as anybody checks before asking anew. */
const MOST_DOUBTS = 200
/** Between two words on how far the search for them is. */
const TELL_EVERY_MS = 200

/**
 * What a project looks like as a whole. All that reads much runs in a worker with a connection of its
 * own; nothing of it is computed before somebody asks.
 */
export class InsightsService {
  readonly alike: AlikeFinder
  readonly #history: MissingHistory
  readonly #project: Project
  readonly #worker: WorkerClient<InsightsCalls>

  constructor(project: Project) {
    this.#project = project
    const file = new URL('insights-worker.js', project.tools.workers)
    this.#worker = new WorkerClient(file, 'insights')
    this.#history = new MissingHistory(project)
    this.alike = new AlikeFinder(project, this.#worker)
  }

  /** Everything from counters, and estimates that the review has anyway. */
  async counts(): Promise<CountsInsight> {
    const { store, review } = this.#project
    const { images } = await store.summary()
    const { using, classes: estimated } = review.overview('auto')
    const missingOf = new Map(estimated.map((row) => [row.class, row.missing]))
    const classes = (await store.classes.list()).map(({ id, present, absent, undecided }) => {
      const unknown = Math.max(0, images - present - absent - undecided)
      const missing = missingOf.get(id) ?? null
      return { class: id, present, absent, undecided, unknown, missing }
    })
    const isEstimated = classes.some(({ missing }) => missing !== null)
    return { images, classes, source: isEstimated ? (using?.title ?? null) : null }
  }

  async together(signal?: AbortSignal): Promise<TogetherInsight> {
    return timed(async () => {
      const list = await this.#project.store.classes.list()
      const frequent = list.filter(({ present }) => present > 0)
      frequent.sort((a, b) => b.present - a.present || a.id - b.id)
      const classes = frequent.slice(0, MOST_TOGETHER)
      const counted = await this.#ask(
        'together',
        { classes: frequent.map(({ id }) => id), shown: classes.length },
        signal,
      )
      const counts = counted.counts.map((count, cell) => {
        const [row, column] = [Math.floor(cell / classes.length), cell % classes.length]
        return row === column ? (classes[row]?.present ?? 0) : count
      })
      return { ...counted, classes: classes.map(({ id }) => id), counts }
    })
  }

  async calibration(signal?: AbortSignal): Promise<CalibrationInsight> {
    return timed(async () => {
      const runs = await this.#project.store.runs.list()
      const { sources, unpromised } = await this.#ask('calibration', {}, signal)
      const titleOf = (source: 'instant' | RunId): string => {
        if (source === 'instant') return 'Instant model'
        const run = runs.find(({ id }) => id === source)
        return run ? `Run ${run.number} · ${run.recipe.method}` : 'A deleted run'
      }
      return {
        sources: sources.map((own) => ({ ...own, title: titleOf(own.source) })),
        unpromised,
      }
    })
  }

  async learning(signal?: AbortSignal): Promise<LearningInsight> {
    return timed(async () => {
      const ends = await this.#ends()
      const missing = await this.#history.read()
      return { ...(await this.#ask('learning', { ends }, signal)), missing }
    })
  }

  async consistency(signal?: AbortSignal): Promise<ConsistencyInsight> {
    return timed(() => this.#ask('consistency', {}, signal))
  }

  /** Labels of people that the instant model speaks against; tells meanwhile how far it is. */
  async *doubts(signal?: AbortSignal): AsyncGenerator<DoubtsProgress> {
    let share = 0
    const search = this.#doubts(signal, (part) => {
      share = part
    })
    // Awaited below, but not before the first word on how far it is.
    search.catch(() => undefined)
    for (;;) {
      const result = await Promise.race([search, setTimeout(TELL_EVERY_MS, null)])
      if (result) {
        yield { state: 'done', result }
        return
      }
      yield { state: 'working', share }
    }
  }

  async #doubts(
    signal: AbortSignal | undefined,
    onEvent: (share: number) => void,
  ): Promise<DoubtsInsight> {
    return timed(async () => {
      const { instant, labels, review } = this.#project
      const none = { rows: [], labels: 0, judged: 0, checked: 0 }
      if (!instant.state || instant.state.table !== labels) return { ...none, obstacle: 'features' }
      const width = labels.classes.length
      const checked = new Set<number>()
      for (const { image, class: id } of await this.#ask('checked', {}, signal)) {
        const [row, column] = [labels.imageIndex(image), labels.classIndex(id)]
        if (row >= 0 && column >= 0) checked.add(row * width + column)
      }
      const curves = review.instantCurves()
      const found = await instant.doubts(
        { curves, checked, most: MOST_DOUBTS },
        { onEvent, ...(signal && { signal }) },
      )
      const rows = found.rows.flatMap((doubt) => this.#doubted(doubt) ?? [])
      return { ...found, rows, obstacle: found.judged === 0 ? 'labels' : null }
    })
  }

  /** The pictures behind a mark of a chart. */
  async behind(mark: InsightMark, signal?: AbortSignal): Promise<ImagesBehind> {
    const ends = mark.what === 'round' ? await this.#ends() : []
    const images = await this.#ask('behind', { mark, ends }, signal)
    return { images: images.slice(0, mostNamedImages), total: images.length }
  }

  async stop(): Promise<void> {
    this.#history.stop()
    await this.#worker.stop()
  }

  #ask<Name extends Exclude<keyof InsightsCalls, 'alike'>>(
    name: Name,
    input: Omit<InsightsCalls[Name]['input'], 'directory'>,
    signal: AbortSignal | undefined,
  ): Promise<InsightsCalls[Name]['output']> {
    const { directory } = this.#project.store
    // A question without its directory, given it here, is the whole question.
    const whole = { ...input, directory } as InsightsCalls[Name]['input']
    return this.#worker.call(name, whole, signal && { signal })
  }

  async #ends(): Promise<RoundEnd[]> {
    const runs = (await this.#project.store.runs.list()).filter(({ state }) => state === 'done')
    const { options } = this.#project.review.overview('auto')
    return runs.map(({ id, number, decisions, metrics }) => ({
      ...{ run: id, number, decisions, agreement: metrics?.agreement ?? null },
      later: options.find(({ source }) => source === id)?.agreement ?? null,
    }))
  }

  #doubted({ image, class: column, state, probability, above }: Doubt): DoubtedLabel | null {
    const { labels, sizes } = this.#project
    const [id, cls] = [labels.images[image], labels.classes[column]]
    const size = id === undefined ? undefined : sizes.get(id)
    if (id === undefined || cls === undefined || !size) return null
    const said = state === 1 ? 'present' : 'absent'
    return { image: id, ...size, class: cls, state: said, probability, above }
  }
}

async function timed<T>(work: () => Promise<T>): Promise<T & { seconds: number }> {
  const start = performance.now()
  const result = await work()
  return { ...result, seconds: (performance.now() - start) / 1000 }
}
