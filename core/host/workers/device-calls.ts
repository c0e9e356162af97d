import type { DeviceId } from '../../contract/compute-devices'
import type { Checked } from '../../tensor/devices/check'
import type { Call } from '../worker-channel'

/** What a process for self-tests can be asked: one device in each, since native code stays loaded. */
export interface DeviceCalls {
  check: Call<DeviceId, Checked>
}
