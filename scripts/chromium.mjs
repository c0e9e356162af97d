import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { run, runTool } from './run.mjs'

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/**
 * The browser that the end-to-end tests use: named by CHROMIUM_PATH, Playwright's own, or an
 * installed one; null when there is none.
 *
 * @returns {string | null}
 */
export function findChromium() {
  const named = process.env['CHROMIUM_PATH']
  const places = [...(named ? [named] : []), chromium.executablePath(), ...usualPlaces]
  return places.find((place) => existsSync(place)) ?? null
}

/**
 * As `findChromium`, installing one first if there is none: from Debian's packages where we may,
 * else Playwright's.
 *
 * @returns {Promise<string | null>}
 */
export async function ensureChromium() {
  const found = findChromium()
  if (found !== null) return found
  console.error('Installing Chromium for the end-to-end tests (once)…')
  if (existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) {
    await run('apt-get', ['update', '-q'], { quiet: true })
    await run('apt-get', ['install', '-yq', '--no-install-recommends', 'chromium'], { quiet: true })
  }
  if (findChromium() === null) await runTool('playwright/cli.js', ['install', 'chromium'])
  return findChromium()
}
