import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Failure } from '../contract/failures'
import { checkRoot } from '../inference/picture-root'
import type { PictureSize } from '../inference/read-square'
import type { Augment, TrainingView } from '../inference/training-picture'
import { WorkerPool } from './worker-pool'
import type { FailedPicture, PictureCalls, PictureTask } from './workers/picture-calls'

export interface PicturePoolOptions {
  /** The folder that the pictures lie in. */
  readonly root: string
  /** Of each row, below the root. */
  readonly paths: readonly string[]
  /** Of each row, upright, where they are known: they need not be looked up then. */
  readonly sizes?: readonly PictureSize[]
  /** Edge of the squares in pixels. */
  readonly side: number
  readonly seed: number
  readonly augment: Augment
  /** Threads; as many as the machine has cores when left out, eight at most. */
  readonly workers?: number
  /** Folder of the built workers: this file's own, unless tests run it from its source. */
  readonly folder?: URL
}

interface PictureOrder {
  readonly rows: Uint32Array
  readonly view: TrainingView
  readonly epoch: number
}

export interface PicturePool {
  /**
   * Bytes [rows, side, side, 3], RGB, on shared memory, of pictures in the order of `rows`. The work
   * begins at once, behind what was asked before. What cannot be read has no colour and is told by
   * `failed`. Throws IMAGES_MISSING when the folder is gone, CANCELLED after `close`.
   */
  readonly read: (order: PictureOrder) => Promise<Uint8Array>
  /** Every row that could not be read so far, once. */
  readonly failed: () => readonly FailedPicture[]
  /** Ends the threads; what is still being read is rejected. */
  readonly close: () => Promise<void>
}

/** Pictures that a thread is given at once: few, so that the last ones of an order are shared out too. */
const TASK = 4
/** Tasks that a thread has under way: while one is changed, the other is decoded. */
const UNDER_WAY = 2
const MOST_WORKERS = 8

/** Threads that decode and change pictures for a training. Ends with `close`, never by itself. */
export function openPicturePool(options: PicturePoolOptions): PicturePool {
  const { workers = Math.min(MOST_WORKERS, availableParallelism()), paths, root, side } = options
  const folder = options.folder ?? new URL('./', import.meta.url)
  const file = new URL('picture-worker.js', folder)
  const threads = new WorkerPool<PictureCalls>(file, 'picture', {
    count: workers,
    underWay: UNDER_WAY,
  })
  const failed = new Map<number, FailedPicture>()
  const bytes = 3 * side ** 2

  async function make(task: PictureTask): Promise<void> {
    const lost = await threads.call('make', task)
    if (lost.length > 0) await checkRoot(root)
    for (const one of lost) failed.set(one.row, one)
  }

  async function read({ rows, view, epoch }: PictureOrder): Promise<Uint8Array> {
    const out = new SharedArrayBuffer(rows.length * bytes)
    const { augment, seed } = options
    const tasks = Array.from({ length: Math.ceil(rows.length / TASK) }, (_, i) => ({
      ...{ view, augment, seed, epoch, side, out, at: i * TASK },
      pictures: Array.from(rows.subarray(i * TASK, (i + 1) * TASK), (row) => ({
        row,
        path: join(root, pathOf(paths, row)),
        size: options.sizes?.[row],
      })),
    }))
    await Promise.all(tasks.map(make))
    return new Uint8Array(out)
  }

  return {
    read(order) {
      const pictures = read(order)
      // Who asks early may be gone before it fails; whoever waits for it is told all the same.
      pictures.catch(() => undefined)
      return pictures
    },
    failed: () => [...failed.values()],
    close: () => threads.stop(),
  }
}

function pathOf(paths: readonly string[], row: number): string {
  const path = paths[row]
  if (path === undefined) throw new Failure('NOT_FOUND', `There is no picture in row ${row}.`)
  return path
}
