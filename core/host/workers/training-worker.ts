import { FeatureCache } from '../../features/feature-cache'
import { train } from '../../spml/train'
import type { TrainInput } from '../../spml/train-input'
import { listDevices, useDevice } from '../../tensor/backend'
import { checkpointPath, writeRunResult } from '../run-files'
import { serveWorker } from '../worker-channel'
import type {
  ImagePart,
  TrainAnswer,
  TrainingCalls,
  TrainOrder,
  TrainProgress,
} from './training-calls'

serveWorker<TrainingCalls>({
  devices: () => listDevices(),

  train: async (order, { signal, emit }): Promise<TrainAnswer> => {
    const device = await useDevice(order.recipe.device)
    const { shape, featuresDirectory } = order
    const cache = await FeatureCache.open(featuresDirectory, shape)
    try {
      const input = await readInput(order, cache, signal)
      return { device, metrics: await trainOn(input, order, emit, signal) }
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

async function readInput(
  { training, validation, labels, classes, shape, ...order }: TrainOrder,
  cache: FeatureCache,
  signal: AbortSignal,
): Promise<TrainInput> {
  const part = async ({ ids }: ImagePart) => ({
    features: await cache.pooled.read(Array.from(ids), undefined, signal),
    images: ids.length,
  })
  const { truth } = validation
  const judged = truth && validation.ids.length > 0 && { ...(await part(validation)), truth }
  return {
    ...(await part(training)),
    channels: shape.channels,
    classes: classes.length,
    labels,
    ...(training.truth && { truth: training.truth }),
    ...(judged && { validation: judged }),
    checkpoint: { path: checkpointPath(order.runDirectory), resume: order.resume },
  }
}
