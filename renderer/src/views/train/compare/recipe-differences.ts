import type { MethodInfo, RunInfo } from '@contract/training'
import { type MessageKey, number, t } from '@/i18n/text'

/** One thing in which the recipes or the data of some runs differ. */
export interface Difference {
  readonly title: string
  /** In the order of the runs. */
  readonly values: readonly string[]
}

const titles: Readonly<Record<string, MessageKey>> = {
  method: 'train.colMethod',
  backbone: 'train.backbone',
  device: 'train.device',
  resolution: 'compare.resolution',
  head: 'compare.head',
  start: 'compare.start',
  epochs: 'compare.epochs',
  batch: 'compare.batch',
  learningRate: 'compare.learningRate',
  weightDecay: 'compare.weightDecay',
  seed: 'compare.seed',
  boost: 'compare.boost',
  augment: 'compare.augment',
  schedule: 'compare.schedule',
  average: 'compare.average',
  teacher: 'compare.teacher',
  patience: 'compare.patience',
  trains: 'compare.trains',
  accumulate: 'compare.accumulate',
  backboneRate: 'compare.backboneRate',
  batchNorm: 'compare.batchNorm',
  images: 'compare.images',
  classes: 'compare.classes',
  decisions: 'compare.decisions',
}

/** What differs between runs: settings of the recipe, parameters of the methods, and the data. */
export function differences(
  runs: readonly RunInfo[],
  methods: readonly MethodInfo[],
): readonly Difference[] {
  const columns = runs.map((run) => settingsOf(run, methods))
  const names = new Set(columns.flatMap((column) => [...column.keys()]))
  return [...names]
    .map((title) => ({
      title,
      values: columns.map((column) => column.get(title) ?? t('common.none')),
    }))
    .filter(({ values }) => new Set(values).size > 1)
}

/** Everything that decides the numbers of a run, by its title; parameters at their defaults included. */
function settingsOf(
  { recipe, images, classes, decisions }: RunInfo,
  methods: readonly MethodInfo[],
): Map<string, string> {
  const method = methods.find(({ id }) => id === recipe.method)
  const { parameters, ...plain } = { ...recipe, images, classes, decisions }
  const settings = new Map<string, string>()
  for (const [key, value] of Object.entries(plain)) {
    const title = titles[key]
    settings.set(title === undefined ? key : t(title), write(value))
  }
  if (method !== undefined) settings.set(t('train.colMethod'), method.title)
  const defaults = Object.fromEntries(
    (method?.parameters ?? []).map((parameter) => [parameter.id, parameter.default]),
  )
  for (const [id, value] of Object.entries({ ...defaults, ...parameters })) {
    const title = method?.parameters.find((parameter) => parameter.id === id)?.title
    settings.set(title ?? id, write(value))
  }
  return settings
}

function write(value: unknown): string {
  if (typeof value !== 'number') return String(value)
  return Number.isInteger(value) ? number(value) : String(value)
}
