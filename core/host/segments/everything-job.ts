import { availableParallelism } from 'node:os'
import pLimit from 'p-limit'
import { toFailureInfo } from '../../contract/failures'
import type { JobId } from '../../contract/ids'
import { basicSegmenter } from '../../segmentation/open-segmenter'
import type { ImageRow } from '../../store/images'
import { treeFiles, type TreeFiles } from '../../store/tree-files'
import type { JobContext, JobResult } from '../jobs'
import type { Project } from '../project'
import { WorkerPool } from '../worker-pool'
import type { SegmentCalls } from '../workers/segment-calls'
import { pictureOfRow, type Segmenting, stampOf } from './pictures'

/** One after the other: each of them wants every core. */
const LANE = 'segments'
/** Each process has a network of its own. */
const mostProcesses = 4
/** Failing so often without a success in between, it is not the pictures' fault. */
const mostFailures = 8

/** Cuts every picture that has not been cut yet; started again, it goes on where it stopped. */
export function startEverything(
  project: Project,
  how: Pick<Segmenting, 'model' | 'home'>,
  workers: URL,
): JobId {
  return project.tools.jobs.start({
    kind: 'segment',
    project: project.id,
    title: 'Cutting pictures into segments',
    resumable: true,
    lane: LANE,
    run: (context) => cutAll(project, how, workers, context),
  })
}

async function cutAll(
  project: Project,
  how: Pick<Segmenting, 'model' | 'home'>,
  workers: URL,
  context: JobContext,
): Promise<JobResult> {
  const files = treeFiles(project.store.directory)
  const made = await files.made(how.model)
  const rows = (await project.store.images.all()).filter(({ split }) => split !== 'apart')
  const open = rows.filter((row) => !made({ image: row.id, stamp: stampOf(row) }))
  const processes = processesFor(how.model)
  const pool = new WorkerPool<SegmentCalls>(new URL('segment-worker.js', workers), 'segment', {
    ...{ count: processes, underWay: 1, place: 'process' },
  })
  const threads = processes === 1 ? 0 : 1
  const cutting = new Cutting(project, { ...how, limit: 0, threads, background: true }, files, pool)
  try {
    await cutting.run(open, rows.length, context)
  } finally {
    await pool.stop()
    await project.announce('segments', 'images')
  }
  return { pictures: rows.length, segments: cutting.segments, unreadable: cutting.unreadable }
}

/** Basic computes on one core at a time, so that each core has one; networks share out all cores. */
function processesFor(model: string): number {
  return model === basicSegmenter ? Math.min(mostProcesses, availableParallelism()) : 1
}

class Cutting {
  segments = 0
  unreadable = 0
  #failures = 0
  readonly #project: Project
  readonly #how: Segmenting
  readonly #files: TreeFiles
  readonly #pool: WorkerPool<SegmentCalls>

  constructor(project: Project, how: Segmenting, files: TreeFiles, pool: WorkerPool<SegmentCalls>) {
    this.#project = project
    this.#how = how
    this.#files = files
    this.#pool = pool
  }

  /** Tells after each picture; the first failure that is no picture's fault ends it. */
  async run(rows: readonly ImageRow[], total: number, context: JobContext): Promise<void> {
    const stop = new AbortController()
    const signal = AbortSignal.any([context.signal, stop.signal])
    const limit = pLimit(2 * mostProcesses)
    let done = total - rows.length
    const tell = () => {
      context.report({ step: 'segments', done, total })
    }
    tell()
    const cuts = rows.map((row) =>
      limit(async () => {
        signal.throwIfAborted()
        await this.#cut(row, signal)
        done++
        tell()
      }).catch((error: unknown) => {
        stop.abort(error)
        throw error
      }),
    )
    const ends = await Promise.allSettled(cuts)
    context.signal.throwIfAborted()
    if (ends.some(({ status }) => status === 'rejected')) throw stop.signal.reason
  }

  async #cut(row: ImageRow, signal: AbortSignal): Promise<void> {
    try {
      const picture = await pictureOfRow(this.#project, row, this.#how)
      const tree = await this.#pool.call('everything', { picture }, { signal })
      await this.#files.write(this.#how.model, { image: row.id, stamp: picture.stamp }, tree)
      this.segments += tree.leaves.length
      this.#failures = 0
    } catch (error) {
      if (signal.aborted) throw error
      await this.#skip(row, error)
    }
  }

  /** A picture that cannot be read is listed; the segmenter's own failures may be one picture's. */
  async #skip(row: ImageRow, error: unknown): Promise<void> {
    const { code, message } = toFailureInfo(error)
    if (code !== 'IMAGE_UNREADABLE') {
      if (code !== 'INTERNAL' || ++this.#failures >= mostFailures) throw error
    }
    this.unreadable++
    await this.#project.store.images.addProblems([{ path: row.path, reason: message }])
  }
}
