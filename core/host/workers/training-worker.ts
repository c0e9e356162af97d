import { FeatureCache } from '../../features/feature-cache'
import { train } from '../../spml/train'
import type { TrainInput } from '../../spml/train-input'
import { useDevice } from '../../tensor/backend'
import { asDeviceFailure } from '../../tensor/devices/failure'
import { writeRunResult } from '../run-files'
import { serveWorker } from '../worker-channel'
import { readTrainInput } from './read-train-input'
import type { TrainAnswer, TrainingCalls, TrainOrder, TrainProgress } from './training-calls'

serveWorker<TrainingCalls>({
  train: async (order, { signal, emit }): Promise<TrainAnswer> => {
    const device = await useDevice(order.device)
    const { shape, featuresDirectory } = order
    const cache = await FeatureCache.open(featuresDirectory, shape)
    try {
      const input = await readTrainInput(order, cache, signal)
      return { metrics: await trainOn(input, order, emit, signal) }
    } catch (error) {
      throw asDeviceFailure(error, device)
    } finally {
      await cache.close()
    }
  },
})

async function trainOn(
  input: TrainInput,
  { recipe, training, classes, runDirectory }: TrainOrder,
  emit: (progress: TrainProgress) => void,
  signal: AbortSignal,
): Promise<TrainAnswer['metrics']> {
  for await (const event of train(input, recipe, signal)) {
    if (event.kind === 'epoch') emit(event)
    if (event.kind === 'step') {
      const done = (event.epoch - 1) * event.steps + event.step
      emit({ kind: 'step', done, total: recipe.epochs * event.steps })
    }
    if (event.kind !== 'done') continue
    const { head, scores, metrics } = event.result
    await writeRunResult(runDirectory, { head, scores, images: training.ids, classes })
    return metrics
  }
  throw new Error('The training ended without a result.')
}
