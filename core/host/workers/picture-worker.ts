import { Failure } from '../../contract/failures'
import { NO_COLOUR } from '../../inference/square'
import { readTrainingPicture } from '../../inference/training-picture'
import { serveWorker } from '../worker-channel'
import type { FailedPicture, PictureCalls, PictureTask } from './picture-calls'

/** One picture after the other: who wants several at once asks several times. */
async function make(task: PictureTask, signal: AbortSignal): Promise<FailedPicture[]> {
  const bytes = 3 * task.side ** 2
  const failed: FailedPicture[] = []
  for (const [i, { row, ...file }] of task.pictures.entries()) {
    signal.throwIfAborted()
    const place = new Uint8Array(task.out, (task.at + i) * bytes, bytes)
    try {
      const draw = { seed: task.seed, epoch: task.epoch, row }
      const { side, view, augment } = task
      place.set((await readTrainingPicture(file, side, view, augment, draw)).pixels)
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'IMAGE_UNREADABLE') throw error
      place.fill(NO_COLOUR)
      failed.push({ row, path: file.path, reason: error.message })
    }
  }
  return failed
}

serveWorker<PictureCalls>({ make: (task, { signal }) => make(task, signal) })
