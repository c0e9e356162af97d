import { expect, test } from 'vitest'
import { classId } from '@contract/ids'
import type { SweepClass, SweepOverview } from '@contract/review'
import { minutesOf, minutesOfAll } from './sweep-figures'

const row = (worth: SweepClass['worth']): SweepClass => ({
  ...{ class: classId.parse(1), expected: null, perMinute: null, unknown: 9, finished: false },
  ...{ missing: null, audited: false, worth },
})
const overview = (rows: SweepClass[]): SweepOverview => ({
  ...{ using: null, options: [], pace: { ms: 600, own: true }, classes: rows },
})

test('minutes are the pictures worth a look at the person’s own pace', () => {
  const range = { low: 100, mid: 200, high: 1000 }
  expect(minutesOf(row(range), { ms: 600 })).toEqual({ low: 1, mid: 2, high: 10 })
})

test('nothing is said of a class that is not calibrated, nor of all while one is not', () => {
  const range = { low: 100, mid: 200, high: 300 }
  expect(minutesOf(row(null), { ms: 600 })).toBeNull()
  expect(minutesOfAll(overview([row(range), row(null)]))).toBeNull()
  expect(minutesOfAll(overview([row(range), row(range)]))).toEqual({ low: 2, mid: 4, high: 6 })
})

test('no class, no time', () => {
  expect(minutesOfAll(overview([]))).toBeNull()
})
