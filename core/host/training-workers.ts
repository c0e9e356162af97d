import type { DeviceInfo } from '../contract/compute-devices'
import { describeDevice } from '../tensor/devices/catalogue'
import { crashed } from './devices/crashed'
import type {
  TrainAnswer,
  TrainingCalls,
  TrainOrder,
  TrainProgress,
} from './workers/training-calls'
import { WorkerClient } from './worker-channel'

interface Follow {
  readonly signal: AbortSignal
  readonly onEvent: (progress: TrainProgress) => void
}

/**
 * Where trainings run: in a thread, or, on a device whose native code may crash, in a process that lives
 * for one training. So a card's memory is free again after it, and the next may be on another device.
 */
export class TrainingWorkers {
  readonly #file: URL
  readonly #env: Readonly<Record<string, string>>
  readonly #thread: WorkerClient<TrainingCalls>
  readonly #processes = new Set<WorkerClient<TrainingCalls>>()

  constructor(workers: URL, dataDirectory: string) {
    this.#file = new URL('training-worker.js', workers)
    this.#env = { SINGLET_DATA_DIR: dataDirectory }
    this.#thread = new WorkerClient(this.#file, 'training')
  }

  /** Throws what the training throws, DEVICE_FAILED when its process crashed. */
  async train(device: DeviceInfo, order: TrainOrder, follow: Follow): Promise<TrainAnswer> {
    if (!describeDevice(device.id).mayCrash) return this.#thread.call('train', order, follow)
    const client = new WorkerClient<TrainingCalls>(this.#file, 'training', {
      ...{ place: 'process', env: this.#env },
      lost: (ending) => crashed(device.title, ending),
    })
    this.#processes.add(client)
    try {
      return await client.call('train', order, follow)
    } finally {
      this.#processes.delete(client)
      await client.stop()
    }
  }

  /** Writes the network that a training of a backbone starts from. Throws MODEL_INVALID. */
  async prepare(order: TrainingCalls['prepare']['input'], signal: AbortSignal): Promise<void> {
    await this.#thread.call('prepare', order, { signal })
  }

  async stop(): Promise<void> {
    await Promise.all([this.#thread, ...this.#processes].map((client) => client.stop()))
  }
}
