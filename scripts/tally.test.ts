import { describe, expect, it } from 'vitest'
import { settle, sum, tallyPlaywright, tallyVitest } from './tally.mjs'

describe('the last line of npm test', () => {
  it('adds up what the runners say', () => {
    const unit = tallyVitest({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2 })
    const journeys = tallyPlaywright({
      stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 1 },
    })
    expect(sum([settle(unit, 1), settle(journeys, 0)])).toEqual({
      passed: 8,
      failed: 1,
      skipped: 3,
      flaky: 0,
    })
  })

  it('counts a runner that crashed without a report as a failure', () => {
    expect(settle(null, 1).failed).toBe(1)
    expect(settle(tallyVitest('not a report'), 0).failed).toBe(1)
  })

  it('counts an error outside of every test as a failure', () => {
    const fine = tallyVitest({ numPassedTests: 5, numFailedTests: 0, numPendingTests: 0 })
    expect(settle(fine, 1)).toEqual({ passed: 5, failed: 1, skipped: 0 })
  })

  it('counts no test at all as a failure', () => {
    expect(settle({ passed: 0, failed: 0, skipped: 4 }, 0).failed).toBe(1)
  })

  it('counts a file that could not be loaded', () => {
    const unloaded = { numPassedTests: 5, numFailedTests: 0, numFailedTestSuites: 1 }
    expect(tallyVitest(unloaded)?.failed).toBe(1)
  })

  it('names what passed only at its second try', () => {
    const report = tallyPlaywright({ stats: { expected: 1, unexpected: 0, flaky: 1 } })
    expect(report).toEqual({ passed: 2, failed: 0, skipped: 0, flaky: 1 })
    expect(sum([settle(report, 0), settle(report, 0)]).flaky).toBe(2)
  })
})
