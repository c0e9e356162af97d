import type { DeviceInfo } from '../contract/compute-devices'
import type { Output } from './output'

/** Prints a device: whether it can be used, why not, and what to do. */
export function tellDevice(output: Output, device: DeviceInfo): void {
  const mark = device.chosen ? '→' : device.usable ? '✓' : '–'
  output.line(
    { kind: 'device', ...device },
    `${mark} ${device.title}: ${device.reason} ${device.advice}`.trimEnd(),
  )
}
