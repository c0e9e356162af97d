import { expect, test } from 'vitest'
import { runId } from '../../contract/ids'
import { courseOf, type Gesture, type RoundEnd, roundSpan, roundsOf, thinned } from './rounds'

const nothing: Gesture = {
  ...{ ms: 0, last: 0, decisions: 0, seeds: 0, skips: 0, answers: 0, found: 0 },
}
const seeds: Gesture = { ...nothing, ms: 20_000, last: 10, decisions: 10, seeds: 10 }
const page: Gesture = { ...nothing, ms: 8000, last: 50, decisions: 40, answers: 40, found: 30 }
const end: RoundEnd = {
  ...{ run: runId.parse('run-1'), number: 1, decisions: 10, agreement: 0.6, later: null },
}

test('a round ends with what a run had learnt from; the open one follows', () => {
  expect(roundsOf([seeds, page], [end])).toMatchObject([
    { round: 1, runNumber: 1, seeds: 10, answers: 0, seconds: 20, findSeconds: 0, agreement: 0.6 },
    { round: 2, runNumber: null, seeds: 0, answers: 40, found: 30, findSeconds: 8 },
  ])
})

test('an open round in which nothing was done is not shown', () => {
  expect(roundsOf([seeds], [end]).map(({ round }) => round)).toEqual([1])
})

test('runs that were given in any order make the same rounds, with the numbers of their decisions', () => {
  const later: RoundEnd = { ...end, number: 2, decisions: 50 }
  expect(roundsOf([seeds, page], [later, end]).map(({ runNumber }) => runNumber)).toEqual([1, 2])
  expect(roundSpan([later, end], 2)).toEqual({ after: 10, until: 50 })
  expect(roundSpan([later, end], 9).after).toBe(Number.MAX_SAFE_INTEGER)
})

test('seeding is no part of the time that labels were found in', () => {
  const both: Gesture = { ...nothing, ms: 10_000, last: 4, decisions: 4, seeds: 1, found: 3 }
  expect(courseOf([seeds, both]).at(-1)).toEqual({ seconds: 7.5, found: 3, decisions: 4 })
})

test('a long course keeps its first and its last point', () => {
  const points = Array.from({ length: 1000 }, (_, k) => k)
  const kept = thinned(points, 10)
  expect([kept.length, kept[0], kept.at(-1)]).toEqual([10, 0, 999])
})
