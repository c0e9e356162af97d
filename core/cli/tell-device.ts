import type { DeviceInfo } from '../contract/compute-devices'
import type { ProviderInfo } from '../host/providers'
import type { Output } from './output'

/** Prints a device: whether it can be used, why not, and what to do. */
export function tellDevice(output: Output, device: DeviceInfo): void {
  output.line({ kind: 'device', ...device }, sentenceOf(device))
}

/** The same of what features can be computed with. */
export function tellProvider(output: Output, provider: ProviderInfo): void {
  output.line({ kind: 'provider', ...provider }, sentenceOf(provider))
}

function sentenceOf({ chosen, usable, title, reason, advice }: DeviceInfo | ProviderInfo): string {
  const mark = chosen ? '→' : usable ? '✓' : '–'
  return `${mark} ${title}: ${reason} ${advice}`.trimEnd()
}
