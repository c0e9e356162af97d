import { setTimeout } from 'node:timers/promises'
import type { DeviceId } from '../../contract/compute-devices'
import { toFailureInfo } from '../../contract/failures'
import { type Checked, unusable } from '../../tensor/devices/check'
import type { DeviceCalls } from '../workers/device-calls'
import { WorkerClient } from '../worker-channel'
import { crashed } from './crashed'

/** A graphics card compiles its programs in its first test; the slowest that we saw took 15 s. */
const PATIENCE_MS = 90_000

export interface CheckPlace {
  /** Folder of the built workers. */
  readonly workers: URL
  readonly env: Readonly<Record<string, string>>
  readonly patience?: number
}

/** Tests a device in a process of its own, whose crash or silence is an answer too. Never rejects. */
export async function checkInProcess(
  id: DeviceId,
  { workers, env, patience = PATIENCE_MS }: CheckPlace,
  signal: AbortSignal,
): Promise<Checked> {
  const client = new WorkerClient<DeviceCalls>(new URL('device-worker.js', workers), 'device', {
    ...{ place: 'process', env },
    lost: (ending) => crashed('Its self-test', ending),
  })
  const end = new AbortController()
  const late = setTimeout(patience, null, {
    signal: AbortSignal.any([end.signal, signal]),
    ref: false,
  })
  try {
    const checked = await Promise.race([client.call('check', id), late.catch(() => null)])
    return checked ?? unusable(`Its self-test gave no answer within ${patience / 1000} s.`)
  } catch (error) {
    return unusable(toFailureInfo(error).message)
  } finally {
    end.abort()
    // Nothing in there is worth waiting for, and a driver that hangs would not end by itself.
    client.kill()
  }
}
