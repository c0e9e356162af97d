import type { Nvidia, NvidiaGpu } from './nvidia'

/** The library is built with CUDA 12; every driver from this one on runs all of CUDA 12. */
const OLDEST_DRIVER = 525.6
/** TensorFlow 2.18 carries code for Pascal (6.0) and newer. */
const OLDEST_CAPABILITY = 6
const GIB = 2 ** 30
/** Less holds the library's own work space and little else. */
const LEAST_MEMORY = 2 * GIB

export type Refusal = { reason: string; advice: string }

/** Why TensorFlow cannot compute on card `index`, as far as the driver tells, or the card. */
export function judgeNvidia(nvidia: Nvidia, index: number): NvidiaGpu | Refusal {
  if (nvidia.kind === 'no-driver') return withoutDriver(nvidia.hasCard)
  if (nvidia.kind === 'failed') {
    return {
      reason: `The NVIDIA driver does not answer: ${nvidia.message}`,
      advice: 'Restart the machine or install the driver again, then test again.',
    }
  }
  if (Number.parseFloat(nvidia.driver) < OLDEST_DRIVER) {
    return {
      reason: `The NVIDIA driver ${nvidia.driver} is too old for CUDA 12.`,
      advice: 'Install driver 525.60 or newer, then test again.',
    }
  }
  const gpu = nvidia.gpus[index]
  if (gpu !== undefined) return refuseGpu(gpu) ?? gpu
  return {
    reason: `There is no NVIDIA card number ${index + 1} in this machine.`,
    advice: 'Choose one of the cards that are listed.',
  }
}

function withoutDriver(hasCard: boolean): Refusal {
  return hasCard
    ? {
        reason: 'There is an NVIDIA card, but its driver is not installed (no nvidia-smi).',
        advice: 'Install the NVIDIA driver, 525.60 or newer, then test again.',
      }
    : {
        reason: 'No NVIDIA driver was found (no nvidia-smi).',
        advice: 'With an NVIDIA card: install its driver. With another card: use WebGPU.',
      }
}

function refuseGpu({ name, memory, capability }: NvidiaGpu): Refusal | null {
  if (capability !== null && capability < OLDEST_CAPABILITY) {
    return {
      reason: `${name} is older than what TensorFlow has code for (compute capability 6.0).`,
      advice: 'Use WebGPU on this card, or TensorFlow without CUDA.',
    }
  }
  if (memory >= LEAST_MEMORY) return null
  return {
    reason: `${name} has ${gigabytes(memory)} of memory; TensorFlow needs ${gigabytes(LEAST_MEMORY)}.`,
    advice: 'Use WebGPU on this card, or TensorFlow without CUDA.',
  }
}

export function gigabytes(bytes: number): string {
  return `${(bytes / GIB).toFixed(bytes < 10 * GIB ? 1 : 0)} GB`
}
