// `npm test`: everything that must hold, from a fresh clone on; the last line counts it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { ensureNative } from './native-for-tests.mjs'
import { requireNode } from './node-version.mjs'
import { run, runTool } from './run.mjs'
import { softwareWebGpu } from './software-webgpu.mjs'
import { settle, sum, tallyPlaywright, tallyVitest } from './tally.mjs'

/** @typedef {import('./tally.mjs').Tally} Tally */

/** One static check each: its name and the npm script that is it. */
const staticChecks = [
  ['types', 'typecheck'],
  ['lint', 'lint'],
  ['format', 'format:check'],
  ['direction of imports', 'bounds'],
  ['unused code and packages', 'unused'],
  ['engines of the packages', 'engines'],
]

const reports = mkdtempSync(join(tmpdir(), 'singlet-test-'))
process.once('exit', () => {
  rmSync(reports, { recursive: true, force: true })
})

requireNode()
await ensureInstalled()
/** @type {Tally[]} */
const tallies = []
for (const [name = '', script = ''] of staticChecks) {
  tallies.push(await check(name, () => run('npm', ['run', '--silent', script], { quiet: true })))
}
tallies.push(await check('build', ensureBuilt))
tallies.push(await nativeTensorflow())
tallies.push(await unitTests())
tallies.push(await endToEndTests())
const { passed, failed, skipped, flaky } = sum(tallies)
if (flaky > 0) console.log(`${flaky} passed only at the second try: see above`)
if (skipped > 0) console.log(`${skipped} skipped`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

/**
 * @param {string} name
 * @param {() => Promise<{ code: number, output: string }>} work
 * @returns {Promise<Tally>}
 */
async function check(name, work) {
  const started = performance.now()
  const { code, output } = await work()
  if (code !== 0) console.log(output.trimEnd())
  tell(name, code === 0, started)
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }
}

/** @returns {Promise<Tally>} */
async function nativeTensorflow() {
  const started = performance.now()
  const { state, words } = await ensureNative()
  if (state === 'absent') console.log(`Tests on native TensorFlow are skipped: ${words}`)
  if (state === 'broken') console.log(words)
  tell(
    `native TensorFlow${state === 'absent' ? ', not to be had here' : ''}`,
    state !== 'broken',
    started,
  )
  return {
    passed: state === 'there' ? 1 : 0,
    failed: state === 'broken' ? 1 : 0,
    skipped: state === 'absent' ? 1 : 0,
  }
}

/** @returns {Promise<Tally>} */
async function unitTests() {
  const started = performance.now()
  const report = join(reports, 'vitest.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const env = { ...process.env, ...softwareWebGpu() }
  const { code } = await runTool('vitest/vitest.mjs', ['run', ...reporters], { env })
  const tally = settle(tallyVitest(readReport(report)), code)
  tell(`unit and host tests, ${tally.passed} passed`, tally.failed === 0, started)
  return tally
}

/** @returns {Promise<Tally>} */
async function endToEndTests() {
  const started = performance.now()
  // Asked for here, because Playwright itself comes with the packages that were just installed.
  const { ensureChromium } = await import('./chromium.mjs')
  if ((await ensureChromium()) === null) {
    console.log('No Chromium, and none could be installed: set CHROMIUM_PATH to one.')
  }
  const report = join(reports, 'playwright.json')
  const { code } = await runTool('playwright/cli.js', ['test', '--reporter=list,json'], {
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  })
  const tally = settle(tallyPlaywright(readReport(report)), code)
  tell(`end to end, ${tally.passed} passed`, tally.failed === 0, started)
  return tally
}

/**
 * @param {string} file
 * @returns {unknown}
 */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    console.log(`No report of the tests: ${String(error)}`)
    return null
  }
}

/**
 * @param {string} name
 * @param {boolean} fine
 * @param {number} started
 */
function tell(name, fine, started) {
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${fine ? 'ok  ' : 'FAIL'}  ${name} (${seconds} s)`)
}
