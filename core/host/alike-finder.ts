import { setImmediate, setTimeout } from 'node:timers/promises'
import type { ClassId } from '../contract/ids'
import type { AlikeGroup, AlikeInput, AlikeInsight, AlikeProgress } from '../contract/insights'
import { Failure } from '../contract/failures'
import type { RowGroup } from '../review/insights/alike-groups'
import type { InstantState } from './instant-service'
import type { Project } from './project'
import type { InsightsCalls } from './workers/insights-calls'
import type { WorkerClient } from './worker-channel'

/** Between two words on how far the search is. */
const TELL_EVERY_MS = 200
/** Labels that are looked at between two breaths of the host. */
const LABELS_AT_ONCE = 1_000_000

/** The groups of one limit, for as long as the features stay what they are. */
interface Found {
  readonly features: Int16Array
  readonly limit: number
  readonly groups: readonly RowGroup[]
  readonly compared: number
  readonly seconds: number
}

/** Pictures that look nearly equal, in groups. */
export class AlikeFinder {
  readonly #project: Project
  readonly #worker: WorkerClient<InsightsCalls>
  #found: Found | null = null

  constructor(project: Project, worker: WorkerClient<InsightsCalls>) {
    this.#project = project
    this.#worker = worker
  }

  /** One page of groups; tells meanwhile how far it is. Looked for once, then turned over at once. */
  async *find(input: AlikeInput, signal?: AbortSignal): AsyncGenerator<AlikeProgress> {
    const state = this.#state()
    const known = this.#found
    if (known?.features === state.features && known.limit === input.limit) {
      yield { state: 'done', result: this.#page(known, input) }
      return
    }
    let share = 0
    const search = this.#search(state, input.limit, signal, (part) => {
      share = part
    })
    // Awaited below, but not before the first word on how far it is.
    search.catch(() => undefined)
    for (;;) {
      const found = await Promise.race([search, setTimeout(TELL_EVERY_MS, null)])
      if (found) {
        this.#found = found
        yield { state: 'done', result: this.#page(found, input) }
        return
      }
      yield { state: 'working', share }
    }
  }

  #state(): InstantState {
    const { state } = this.#project.instant
    if (state && state.table === this.#project.labels) return state
    throw new Failure('NOT_FOUND', 'Singlet has not looked at the pictures yet.', {
      advice: 'Wait until it has; the bottom line says how far it is.',
    })
  }

  async #search(
    { features, dim, known }: InstantState,
    limit: number,
    signal: AbortSignal | undefined,
    tell: (share: number) => void,
  ): Promise<Found> {
    const start = performance.now()
    const rows = Uint32Array.from(known.keys()).filter((row) => known[row] === 1)
    const order = { features, dim, rows, limit }
    const places = await this.#worker.call('alike', order, {
      onEvent: tell,
      ...(signal && { signal }),
    })
    const groups = places.map((group) => ({
      ...group,
      rows: group.rows.map((place) => rows[place] ?? 0),
    }))
    const sorted = await this.#differingFirst(groups)
    const seconds = (performance.now() - start) / 1000
    return { features, limit, groups: sorted, compared: rows.length, seconds }
  }

  /** Sorted once: a group that was mended stays where it is until somebody looks anew. */
  async #differingFirst(groups: readonly RowGroup[]): Promise<RowGroup[]> {
    const differs: RowGroup[] = []
    const equal: RowGroup[] = []
    let looked = 0
    for (const group of groups) {
      ;(this.#differing(group).length > 0 ? differs : equal).push(group)
      looked += group.rows.length * this.#project.labels.classes.length
      if (looked < LABELS_AT_ONCE) continue
      looked = 0
      await setImmediate()
    }
    return [...differs, ...equal]
  }

  #page({ groups, compared, seconds }: Found, { offset, size }: AlikeInput): AlikeInsight {
    return {
      groups: groups.slice(offset, offset + size).map((group) => this.#group(group)),
      total: groups.length,
      grouped: groups.reduce((sum, { rows }) => sum + rows.length, 0),
      ...{ compared, seconds },
    }
  }

  #group(group: RowGroup): AlikeGroup {
    const { labels, sizes } = this.#project
    const width = labels.classes.length
    return {
      images: group.rows.flatMap((row, k) => {
        const image = labels.images[row]
        const size = image === undefined ? undefined : sizes.get(image)
        if (image === undefined || !size) return []
        const present = labels.classes.filter((_, c) => labels.states[row * width + c] === 1)
        return [{ image, ...size, likeness: group.cosines[k] ?? 0, present }]
      }),
      differing: this.#differing(group),
    }
  }

  /** Classes that are present in some pictures of a group and not in all. */
  #differing({ rows }: RowGroup): { class: ClassId; present: number; absent: number }[] {
    const { classes, states } = this.#project.labels
    const differing = classes.flatMap((id, c) => {
      let [present, absent] = [0, 0]
      for (const row of rows) {
        const state = states[row * classes.length + c]
        if (state === 1) present++
        else if (state === -1) absent++
      }
      return present > 0 && present < rows.length ? [{ class: id, present, absent }] : []
    })
    return differing.sort((a, b) => b.present - a.present || a.absent - b.absent)
  }
}
