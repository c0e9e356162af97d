import type { DeviceId, DeviceInfo } from '../../contract/compute-devices'
import { messageOf } from './failure'
import { type Depth, isRight, trainALittle } from './self-test'
import { startDevice } from './start'

/** What a self-test has found out about a device. */
export type Checked = Omit<DeviceInfo, 'id' | 'title' | 'checking' | 'chosen'> & {
  /** Devices of this kind in the machine. */
  count: number
}

const nothing = {
  version: null,
  usable: false,
  memory: null,
  software: false,
  trainsAll: false,
  count: 1,
}
const AGAIN =
  'The next device in the list is used; update the driver or the library, then test again.'

/** A device that failed its self-test with these words. */
export function unusable(reason: string): Checked {
  return { ...nothing, reason, advice: AGAIN }
}

/**
 * Starts a device and trains a little on it, against numbers that are known. Never throws; but a driver may
 * crash, or never come back: for a process of its own, with a time limit.
 */
export async function checkDevice(id: DeviceId): Promise<Checked> {
  try {
    const started = await startDevice(id)
    const { reason, advice, version, count } = started
    if (!started.started) return { ...nothing, reason, advice, version, count }
    const { memory, software } = started
    const found = { reason, advice, version, memory, software, count }
    const depth = await deepestRight()
    if (depth !== null) return { ...nothing, ...found, usable: true, trainsAll: depth === 'all' }
    return { ...unusable('Its self-test gave wrong numbers.'), version, count }
  } catch (error) {
    return unusable(`Its self-test failed: ${messageOf(error)}`)
  }
}

/** How much of a network can be trained with right numbers; null when not even a head can. */
async function deepestRight(): Promise<Depth | null> {
  const isWhole = await trainALittle('all').then(
    (losses) => isRight('all', losses),
    // A backend without the gradients of convolutions says so.
    () => false,
  )
  if (isWhole) return 'all'
  return isRight('head', await trainALittle('head')) ? 'head' : null
}
