import type { JobId } from '@contract/ids'
import type { JobSnapshot } from '@contract/jobs'
import { expect, test } from 'vitest'
import { jobFigures } from './job-figures'

const job: JobSnapshot = {
  id: 'j' as JobId, // ids are made by the host
  kind: 'features',
  project: null,
  title: '',
  step: '',
  state: 'running',
  done: 1204,
  total: 4000,
  rate: 240.4,
  secondsLeft: 11.6,
  startedAt: 0,
  endedAt: null,
  resumable: true,
  failure: null,
  result: null,
}

test('a job says how far, how fast and how long still', () => {
  expect(jobFigures(job)).toBe('1,204 of 4,000 · 240/s · 12 s left')
})

test('what nobody knows is left out', () => {
  expect(jobFigures({ ...job, total: null, rate: null, secondsLeft: null })).toBe('1,204')
  expect(jobFigures({ ...job, done: 0, total: null, rate: null, secondsLeft: null })).toBe('')
})
