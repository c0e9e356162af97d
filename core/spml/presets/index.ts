import { coleSettings } from './cole-settings'
import { laterSettings } from './later-settings'
import type { Preset, PresetDataset } from './preset'
import { viewSettings } from './view-settings'

const settings = { ...coleSettings, ...laterSettings, ...viewSettings }

/** Methods that a paper, or the code released with it, tells how to train. */
export const presetMethods: readonly string[] = Object.keys(settings)

/** How the paper of a method trains it on a dataset; null where none tells. */
export function presetFor(method: string, dataset: PresetDataset): Preset | null {
  const found = Object.hasOwn(settings, method) ? settings[method]?.[dataset] : undefined
  return found ? { method, dataset, ...found } : null
}
