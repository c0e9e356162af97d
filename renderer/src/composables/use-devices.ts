import type { DeviceInfo } from '@contract/compute-devices'
import { onScopeDispose, type ShallowRef, shallowRef } from 'vue'
import { core } from '@/api/client'
import { type ShownFailure, toShownAlways } from '@/api/failures'
import { follow } from '@/api/follow'

export interface Devices {
  /** null until the first word; those whose test is under way say so. */
  readonly devices: Readonly<ShallowRef<readonly DeviceInfo[] | null>>
  readonly failure: Readonly<ShallowRef<ShownFailure | null>>
  /** Has every self-test run again. */
  readonly checkAgain: () => Promise<void>
}

/** What can train on this machine, as it becomes known. */
export function useDevices(): Devices {
  const devices = shallowRef<readonly DeviceInfo[] | null>(null)
  const failure = shallowRef<ShownFailure | null>(null)
  const left = new AbortController()
  const fail = (error: unknown): void => {
    failure.value = toShownAlways(error)
  }

  async function checkAgain(): Promise<void> {
    failure.value = null
    try {
      await core.devices.check()
    } catch (error) {
      fail(error)
    }
  }

  void follow(
    (signal) => core.devices.watch(undefined, { signal }),
    (now) => {
      devices.value = now
      failure.value = null
    },
    left.signal,
    fail,
  )
  onScopeDispose(() => {
    left.abort()
  })
  return { devices, failure, checkAgain }
}
