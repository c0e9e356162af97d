import { checkDevice } from '../../tensor/devices/check'
import { serveWorker } from '../worker-channel'
import type { DeviceCalls } from './device-calls'

serveWorker<DeviceCalls>({ check: (id) => checkDevice(id) })
