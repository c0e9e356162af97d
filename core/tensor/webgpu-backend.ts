import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import { type BackendValues, util } from '@tensorflow/tfjs-core'
import { tick } from './webgpu-ticks'

/** Looks for an answer before the thread starts to pause between them, and each pause in ms. */
const EAGER_LOOKS = 200
const PAUSE_MS = 0.05

/**
 * TensorFlow.js's WebGPU backend, with what it lacks in Node: reading without `await`, for which it would
 * draw on a canvas. And a GPU that has failed says so at the next read, instead of giving wrong numbers.
 */
export class NodeWebGpuBackend extends WebGPUBackend {
  private trouble: string | null = null
  private readonly pause = new Int32Array(new SharedArrayBuffer(4))

  constructor(device: GPUDevice, info: GPUAdapterInfo) {
    super(device, info)
    device.addEventListener('uncapturederror', (event) => {
      this.trouble ??= event.error.message
    })
    void device.lost.then(({ message, reason }) => {
      if (reason !== 'destroyed') this.trouble ??= `The GPU was lost: ${message}`
    })
  }

  override readSync(...[dataId]: Parameters<WebGPUBackend['readSync']>) {
    const data = this.tensorMap.get(dataId)
    // Complex numbers and words never get here: nobody of us computes with them.
    const known: { values?: BackendValues } = data
    if (known.values) return known.values
    if (!(data.resource instanceof GPUBuffer)) throw new Error('There is nothing to read.')
    const bytes = this.copyBack(data.resource)
    this.throwIfFailed()
    data.values = util.convertBackendValuesAndArrayBuffer(bytes, data.dtype)
    return data.values
  }

  override async read(...[dataId]: Parameters<WebGPUBackend['read']>) {
    const values = await super.read(dataId)
    this.throwIfFailed()
    return values
  }

  private copyBack(buffer: GPUBuffer): ArrayBuffer {
    const { size } = buffer
    const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ
    const staging = this.bufferManager.acquireBuffer(size, usage)
    this.ensureCommandEncoderReady()
    this.endComputePassEncoder()
    this.submitQueue()
    const encoder = this.device.createCommandEncoder()
    encoder.copyBufferToBuffer(buffer, 0, staging, 0, size)
    this.queue.submit([encoder.finish()])
    const mapped = staging.mapAsync(GPUMapMode.READ)
    // A failure shows in the state of the buffer; nobody else hears of the promise.
    mapped.catch(() => undefined)
    for (let looks = 0; staging.mapState === 'pending' && tick(); looks++) {
      if (looks > EAGER_LOOKS) Atomics.wait(this.pause, 0, 0, PAUSE_MS)
    }
    if (staging.mapState === 'unmapped') {
      this.throwIfFailed()
      throw new Error('The GPU gave no answer.')
    }
    const bytes = staging.getMappedRange().slice(0)
    staging.unmap()
    this.bufferManager.releaseBuffer(staging)
    return bytes
  }

  private throwIfFailed(): void {
    if (this.trouble !== null) throw new Error(`WebGPU: ${this.trouble}`)
  }
}
