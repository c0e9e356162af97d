import { cannotTrainAll } from '../cannot-train-all'
import { FeatureCache } from '../../features/feature-cache'
import { backboneOnnx } from '../../spml/backbones/backbone-onnx'
import { makeBackbone } from '../../spml/backbones/make-backbone'
import { train } from '../../spml/train'
import type { TrainInput } from '../../spml/train-input'
import { useDevice } from '../../tensor/backend'
import { asDeviceFailure } from '../../tensor/devices/failure'
import { memoryBudget } from '../../tensor/devices/memory'
import { writeFileAtomic } from '../../store/files'
import { writeRunResult } from '../run-files'
import { serveWorker } from '../worker-channel'
import { readTrainInput } from './read-train-input'
import { withSegments } from './with-segments'
import { networkOf, withPictures } from './with-pictures'
import type { TrainAnswer, TrainingCalls, TrainOrder, TrainProgress } from './training-calls'

serveWorker<TrainingCalls>({
  train: async (order, { signal, emit }): Promise<TrainAnswer> => {
    const device = await useDevice(order.device)
    const { shape, featuresDirectory } = order
    const cache = await FeatureCache.open(featuresDirectory, shape)
    try {
      const input = { ...(await readTrainInput(order, cache, signal)), tell: emit }
      const { tuning } = order
      if (tuning && !device.trainsAll) throw cannotTrainAll(device)
      return await withSegments(order, emit, signal, async (segments) => {
        const work = (more: Partial<TrainInput>) =>
          trainOn({ ...input, ...segments, ...more }, order, emit, signal)
        const metrics = tuning
          ? withPictures({ ...order, tuning }, emit, work)
          : work({ memory: await memoryBudget(order.device) })
        return { metrics: await metrics }
      })
    } catch (error) {
      throw asDeviceFailure(error, device)
    } finally {
      await cache.close()
    }
  },

  prepare: async ({ source, seed, file }) => {
    await useDevice('cpu')
    const network = makeBackbone({ ...(await networkOf(source)), batchNorm: 'frozen', seed })
    try {
      await writeFileAtomic(file, backboneOnnx(network))
    } finally {
      network.dispose()
    }
    return null
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
    const { metrics, ...result } = event.result
    await writeRunResult(runDirectory, { ...result, images: training.ids, classes })
    return metrics
  }
  throw new Error('The training ended without a result.')
}
