import type { Recipe, RecipeChoice } from '../../contract/training'
import type { PaperDataset } from './paper-datasets'

/** Datasets that papers publish settings for. */
export const presetDatasets = ['voc', 'coco', 'nus', 'cub'] as const satisfies PaperDataset[]
export type PresetDataset = (typeof presetDatasets)[number]

/** How a paper, or the code released with it, trains a method on a dataset. */
export interface Preset {
  method: string
  dataset: PresetDataset
  epochs: number
  batch: number
  /** Of the whole network. */
  learningRate: number
  /** Multiple of the learning rate that the head has. */
  headFactor: number
  weightDecay: number
  /** Side in pixels that pictures are squeezed to. */
  resolution: number
  optimiser: 'adam' | 'adamw' | 'adamax' | 'sgd'
  head: Recipe['head']
  schedule: NonNullable<Recipe['schedule']>
  /** Decay of the moving average of the weights that is judged; 0 is none. */
  average: number
  /** Epochs without a better one after which it stops; null when it never does. */
  patience: number | null
  /** Of the method, by the names of the catalogue; all others have their defaults. */
  parameters: Readonly<Record<string, number>>
  source: string
  /** What no source tells and had to be assumed; empty when nothing. */
  assumed: string
}

export type Settings = Omit<Preset, 'method' | 'dataset'>

/** Something for each dataset of the tables, in their order. */
export type ByDataset<T> = Readonly<Record<PresetDataset, T>>

export function byDataset<T>(voc: T, coco: T, nus: T, cub: T): ByDataset<T> {
  return { voc, coco, nus, cub }
}

/**
 * A preset as a choice of recipe for a frozen backbone: what is left to train is the head, so its
 * learning rate counts. The optimiser is always Adam here.
 */
export function recipeOf(preset: Preset): RecipeChoice {
  const { method, parameters, epochs, batch, weightDecay, resolution, patience } = preset
  const { head, schedule, average, learningRate, headFactor } = preset
  return {
    ...{ method, parameters, epochs, batch, weightDecay, resolution, head, schedule, average },
    learningRate: learningRate * headFactor,
    start: 'zero',
    augment: 'flip',
    ...(patience !== null && { patience }),
  }
}

/** What nearly all works share; each family says where it differs. */
const shared: Settings = {
  epochs: 10,
  batch: 16,
  learningRate: 1e-5,
  headFactor: 1,
  weightDecay: 0,
  resolution: 448,
  optimiser: 'adam',
  head: 'linear',
  schedule: 'constant',
  average: 0,
  patience: null,
  parameters: {},
  source: '',
  assumed: '',
}

/** The settings of a family of works, from where it differs from all others. */
export function familyOf(differences: Partial<Settings>) {
  const base: Settings = { ...shared, ...differences }
  return {
    base,
    each: (of: (dataset: PresetDataset) => Partial<Settings>): ByDataset<Settings> => {
      const [voc, coco, nus, cub] = presetDatasets
      const settings = (dataset: PresetDataset): Settings => ({ ...base, ...of(dataset) })
      return byDataset(settings(voc), settings(coco), settings(nus), settings(cub))
    },
  }
}
