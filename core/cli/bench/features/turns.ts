import { availableParallelism } from 'node:os'
import type { ImageFile } from '../../../features/wanted-image'
import type { InferenceService } from '../../../host/inference-service'
import { LANE_BATCH } from '../../../host/feature-lanes'
import { openPicturePool } from '../../../host/picture-pool'
import { WorkerPool } from '../../../host/worker-pool'
import type { FeatureCalls, LaneNetwork } from '../../../host/workers/feature-calls'
import { usualCrop } from '../../../inference/random-crop'
import type { TrainingView } from '../../../inference/training-picture'

/** What every turn works on. */
export interface FeatureWork {
  readonly inference: InferenceService
  readonly backbone: string
  readonly side: number
  readonly root: string
  readonly images: readonly Required<Pick<ImageFile, 'id' | 'path' | 'size'>>[]
  readonly folder: URL
  readonly workers: number
}

export interface Turn {
  /** Images a second. */
  readonly rate: number
  /** Milliseconds of processor time an image, of all threads together. */
  readonly processor: number
}

async function timedTurn(images: number, work: () => Promise<unknown>): Promise<Turn> {
  const [started, before] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(before)
  const rate = (images * 1000) / (performance.now() - started)
  return { rate, processor: (user + system) / 1000 / images }
}

/** Files to features on the disk, into an empty cache, networks loaded in that time. */
export function featuresTurn(work: FeatureWork, featuresDirectory: string): Promise<Turn> {
  const { backbone, side, root, images } = work
  const input = {
    ...{ backbone, side, root, images, featuresDirectory },
    ...({ views: ['plain'], maps: [], cells: true, provider: 'cpu' } as const),
  }
  return timedTurn(images.length, () =>
    work.inference.extract(input, new AbortController().signal, () => undefined),
  )
}

/** onnxruntime on pictures that are decoded already: as it comes, or one network for each core. */
export async function bareTurn(work: FeatureWork, how: 'as it comes' | 'one a core') {
  const cores = availableParallelism()
  const whole = how === 'as it comes'
  const count = whole ? 1 : cores
  const network: LaneNetwork = {
    backbone: work.backbone,
    ...(whole
      ? { threads: cores, batch: 16, spinning: true, provider: 'cpu' }
      : { threads: 1, batch: LANE_BATCH, spinning: false, provider: 'cpu' }),
  }
  const file = new URL('feature-worker.js', work.folder)
  const pool = new WorkerPool<FeatureCalls>(file, 'bench', { count, underWay: 1 })
  try {
    const bare = (pictures: number) =>
      Promise.all(
        Array.from({ length: count }, () =>
          pool.call('bare', { network, side: work.side, pictures: pictures / count }),
        ),
      )
    await bare(2 * LANE_BATCH * count)
    return await timedTurn(work.images.length, () => bare(work.images.length))
  } finally {
    await pool.stop()
  }
}

/** Pictures for training by the pool that feeds one, with torchvision's usual crop. */
export async function poolTurn(work: FeatureWork, view: TrainingView): Promise<Turn> {
  const { root, side, images, folder, workers } = work
  const augment = { crop: usualCrop, flip: true, jitter: 0 }
  const [paths, sizes] = [images.map(({ path }) => path), images.map(({ size }) => size)]
  const pool = openPicturePool({ root, paths, sizes, side, seed: 1, augment, workers, folder })
  const batch = 16
  const read = (from: number) => {
    const rows = Array.from({ length: Math.min(batch, paths.length - from) }, (_, i) => from + i)
    return pool.read({ rows: Uint32Array.from(rows), view, epoch: 1 })
  }
  try {
    await read(0)
    return await timedTurn(paths.length, () =>
      Promise.all(
        Array.from({ length: Math.ceil(paths.length / batch) }, (_, i) => read(i * batch)),
      ),
    )
  } finally {
    await pool.close()
  }
}
