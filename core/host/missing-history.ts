import { z } from 'zod'
import type { LearningInsight } from '../contract/insights'
import { thinned } from '../review/insights/rounds'
import type { Project } from './project'
import { warn } from './warn'

/** Name of the setting that keeps the estimates. */
const HISTORY = 'missingHistory'
const history = z.array(
  z.object({
    decisions: z.number().int(),
    at: z.number(),
    low: z.number(),
    mid: z.number(),
    high: z.number(),
  }),
)
/** Decisions, and their growth, after which an estimate is kept again. */
const DECISIONS_BETWEEN = 25
const GROWTH_BETWEEN = 1.02
const MOST_KEPT = 300

type Estimate = LearningInsight['missing'][number]

/** What was estimated to be missing, kept as it was estimated: later nobody could tell. */
export class MissingHistory {
  readonly #project: Project
  readonly #ended = new AbortController()
  /** Decisions at the last kept estimate; null before the kept ones are read. */
  #last: number | null = null

  constructor(project: Project) {
    this.#project = project
    void this.#follow()
  }

  async read(): Promise<Estimate[]> {
    await this.#keep()
    return this.#kept()
  }

  stop(): void {
    this.#ended.abort()
  }

  async #follow(): Promise<void> {
    try {
      for await (const { changed } of this.#project.watch(this.#ended.signal)) {
        if (changed.includes('suggestions')) await this.#keep()
      }
    } catch (error) {
      if (!this.#ended.signal.aborted) warn(error)
    }
  }

  async #keep(): Promise<void> {
    const { store, review, tools } = this.#project
    const decisions = await store.decisions.count()
    this.#last ??= (await this.#kept()).at(-1)?.decisions ?? 0
    const due = Math.max(this.#last + DECISIONS_BETWEEN, this.#last * GROWTH_BETWEEN)
    if (decisions < due) return
    const estimate = review.missingEstimate()
    if (estimate === null) return
    this.#last = decisions
    const all = [...(await this.#kept()), { decisions, at: tools.now(), ...estimate }]
    await store.settings.set(HISTORY, all.length > MOST_KEPT ? thinned(all, MOST_KEPT / 2) : all)
  }

  async #kept(): Promise<Estimate[]> {
    return (await this.#project.store.settings.get(HISTORY, history)) ?? []
  }
}
