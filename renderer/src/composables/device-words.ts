import type { DeviceChoice, DeviceInfo } from '@contract/compute-devices'
import type { RunInfo } from '@contract/training'
import { t } from '@/i18n/text'

interface Option {
  readonly value: DeviceChoice
  readonly title: string
  readonly detail?: string
  readonly disabled?: boolean
}

/** The one that is taken where nobody has chosen. */
export function fastest(devices: readonly DeviceInfo[]): DeviceInfo | undefined {
  return devices.find(({ usable, software }) => usable && !software)
}

/**
 * What trainings may run on, for a list to choose from, `automatic` standing for no choice; what cannot be
 * used stays in it, with why.
 */
export function deviceOptions(
  devices: readonly DeviceInfo[],
  automatic: DeviceInfo | undefined,
): Option[] {
  return [
    {
      value: 'auto',
      title: automatic ? t('train.deviceAuto', { title: automatic.title }) : t('devices.automatic'),
    },
    ...devices.map(({ id, title, usable, checking, reason }) => ({
      value: id,
      title,
      ...(usable ? {} : { detail: checking ? t('devices.checking') : reason }),
      disabled: !usable,
    })),
  ]
}

/** What is in use, and why the first of those that would be faster is not. */
export function whyNotBetter(devices: readonly DeviceInfo[]): string {
  const at = devices.findIndex(({ chosen }) => chosen)
  const chosen = devices[at]
  if (chosen === undefined) return t('devices.looking')
  const better = devices.slice(0, at).find(({ software }) => !software)
  if (better === undefined) return t('devices.best', { title: chosen.title })
  const why = better.usable ? t('devices.notChosen') : `${better.reason} ${better.advice}`
  return t('devices.notBest', { title: chosen.title, better: better.title, why })
}

/** The device that can go on with a run whose own one has failed. */
export function rescueOf(
  { state, failureCode, device }: RunInfo,
  devices: readonly DeviceInfo[],
): DeviceInfo | null {
  const failed = state === 'failed' && failureCode === 'DEVICE_FAILED'
  return failed ? nextDevice(devices, device) : null
}

function nextDevice(devices: readonly DeviceInfo[], failed: string): DeviceInfo | null {
  const others = devices.filter(({ id, usable }) => usable && id !== failed)
  return others.find(({ software }) => !software) ?? others[0] ?? null
}
