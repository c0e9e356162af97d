import { meanAndDeviation } from '../quantile'
import type { EverythingFigures } from './everything'
import type { ObjectQuality } from './quality'

interface Summary {
  readonly values: Record<string, unknown>
  readonly text: string
}

/** Recall over all objects; segments and its spread over pictures. */
export function summariseEverything(figures: readonly EverythingFigures[]): Summary {
  const objects = sum(figures.map((one) => one.objects))
  const share = (found: number) => (objects === 0 ? null : found / objects)
  const stage = (of: (one: EverythingFigures) => { segments: number; objects: number }) => ({
    segments: meanAndDeviation(figures.map((one) => of(one).segments)),
    recall: share(sum(figures.map((one) => of(one).objects))),
  })
  const values = {
    ...{ pictures: figures.length, objects },
    found: stage(({ found }) => found),
    merged: stage(({ merged }) => merged),
    recallSomewhere: share(sum(figures.map(({ somewhere }) => somewhere))),
  }
  const line = (name: string, { segments, recall }: (typeof values)['found']) =>
    `${name}: ${percent(recall)} of ${objects} objects, ${segments.mean?.toFixed(1) ?? '?'} segments a picture`
  const text = [
    line('found', values.found),
    line('merged', values.merged),
    `at some level of merging: ${percent(values.recallSomewhere)}`,
  ].join('\n')
  return { values, text }
}

export function summariseQuality(figures: readonly ObjectQuality[]): Summary {
  const columns = ['filled', 'box', 'point', 'pointBest', 'fiveClicks', 'clicksToGood'] as const
  const values = Object.fromEntries(
    columns.map((column) => [column, meanAndDeviation(figures.map((one) => one[column]))]),
  )
  const text = columns
    .map((column) => `${column} ${values[column]?.mean?.toFixed(3) ?? '?'}`)
    .join('  ')
  return { values: { objects: figures.length, ...values }, text }
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0)
const percent = (share: number | null) => (share === null ? '?' : `${(100 * share).toFixed(1)} %`)
