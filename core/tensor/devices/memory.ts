import type { DeviceId } from '../../contract/compute-devices'
import { describeDevice } from './catalogue'
import { askNvidia } from './nvidia'

/** Of a card's free memory; the rest is for the screen and for what grows beside tensors. */
const SHARE_OF_CARD = 0.85
const SHARE_OF_RAM = 0.5
/** WebGPU does not tell how much a card has; most have more. */
const USUAL_CARD = 4 * 2 ** 30

/** Bytes that a training on this device may take now. */
export async function memoryBudget(id: DeviceId): Promise<number> {
  const { kind, index } = describeDevice(id)
  const ram = process.availableMemory() * SHARE_OF_RAM
  if (kind === 'webgpu') return Math.min(ram, USUAL_CARD)
  if (kind !== 'tensorflow-gpu') return ram
  const nvidia = await askNvidia()
  const free = nvidia.kind === 'found' ? nvidia.gpus[index]?.free : undefined
  return free === undefined ? ram : free * SHARE_OF_CARD
}
