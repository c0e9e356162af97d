import type { DeviceChoice, DeviceId, DeviceInfo } from '../contract/compute-devices'
import { deviceKind } from '../contract/compute-devices'
import { Failure } from '../contract/failures'
import { describeDevice } from './devices/catalogue'
import { type NotStarted, type Started, startDevice } from './devices/start'

/**
 * Makes a device the one that computes in this thread and returns it; `auto` takes the first that starts
 * and is no software adapter. Whether its numbers are right is for `checkDevice`, in a process of its own.
 * @throws Failure DEVICE_UNUSABLE with the reason and what to do, when it cannot be used.
 */
export async function useDevice(wanted: DeviceChoice): Promise<DeviceInfo> {
  const candidates: readonly DeviceId[] = wanted === 'auto' ? deviceKind.options : [wanted]
  for (const id of candidates) {
    const found = await startDevice(id)
    const isNamed = wanted !== 'auto'
    if (found.started && (isNamed || !found.software)) return infoOf(id, found)
    if (!found.started && isNamed) throw unusable(describeDevice(id).title, found)
  }
  throw unusable('This machine', { reason: 'Nothing on it computes.', advice: 'Install it again.' })
}

function infoOf(id: DeviceId, found: Started): DeviceInfo {
  const { reason, advice, version, memory, software } = found
  const state = { usable: true, checking: false, chosen: true, trainsAll: true }
  const { title } = describeDevice(id)
  return { id, title, ...state, reason, advice, version, memory, software }
}

function unusable(
  title: string,
  { reason, advice }: Pick<NotStarted, 'reason' | 'advice'>,
): Failure {
  return new Failure('DEVICE_UNUSABLE', `${title} cannot be used: ${reason}`, { advice })
}
