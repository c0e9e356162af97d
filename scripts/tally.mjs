/**
 * @typedef {{ passed: number, failed: number, skipped: number, flaky?: number }} Tally
 * `flaky`: how many of those that passed needed a second try
 */

/**
 * What a test runner's report adds up to. A runner that ended badly without naming a failed test
 * (it crashed, or an error came after the tests) counts as one failure, never as none.
 *
 * @param {Tally | null} report null when there is no report
 * @param {number} code exit code of the runner
 * @returns {Tally}
 */
export function settle(report, code) {
  const tally = report ?? { passed: 0, failed: 0, skipped: 0 }
  const nothingRan = tally.passed + tally.failed === 0
  return (code !== 0 && tally.failed === 0) || nothingRan
    ? { ...tally, failed: tally.failed + 1 }
    : tally
}

/**
 * @param {unknown} report of `vitest --reporter=json`
 * @returns {Tally | null}
 */
export function tallyVitest(report) {
  const passed = numberIn(report, 'numPassedTests')
  const failed = numberIn(report, 'numFailedTests')
  if (passed === null || failed === null) return null
  // A file that could not even be loaded has no failed test, only a failed suite.
  const broken = failed === 0 ? (numberIn(report, 'numFailedTestSuites') ?? 0) : 0
  return { passed, failed: failed + broken, skipped: numberIn(report, 'numPendingTests') ?? 0 }
}

/**
 * @param {unknown} report of `playwright test --reporter=json`
 * @returns {Tally | null}
 */
export function tallyPlaywright(report) {
  const stats = report !== null && typeof report === 'object' && 'stats' in report && report.stats
  const passed = numberIn(stats, 'expected')
  const failed = numberIn(stats, 'unexpected')
  if (passed === null || failed === null) return null
  // Passed at a second try: told in a line of its own, so that it does not hide.
  const flaky = numberIn(stats, 'flaky') ?? 0
  return { passed: passed + flaky, failed, skipped: numberIn(stats, 'skipped') ?? 0, flaky }
}

/**
 * @param {readonly Tally[]} tallies
 * @returns {Required<Tally>}
 */
export function sum(tallies) {
  /** @type {Required<Tally>} */
  const none = { passed: 0, failed: 0, skipped: 0, flaky: 0 }
  return tallies.reduce(
    (/** @type {Required<Tally>} */ total, { passed, failed, skipped, flaky = 0 }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
      flaky: total.flaky + flaky,
    }),
    none,
  )
}

/**
 * @param {unknown} value
 * @param {string} key
 * @returns {number | null}
 */
function numberIn(value, key) {
  if (value === null || typeof value !== 'object') return null
  const found = new Map(Object.entries(value)).get(key)
  return typeof found === 'number' ? found : null
}
