import { existsSync } from 'node:fs'
import type { Browser } from 'playwright'
import { Failure } from '../../../contract/failures'

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

const args = [
  '--no-sandbox', // as root in containers it would not start otherwise; the page is our own
  '--disable-gpu', // its software stand-in draws canvases 10 to 100 times slower than no GPU at all
  '--disable-background-networking',
  '--disable-background-timer-throttling',
  '--no-first-run',
]

/** The browser that the program is measured in. Throws NOT_FOUND with what is missing. */
export async function openBrowser(): Promise<Browser> {
  const { chromium } = await import('playwright').catch((cause: unknown) => {
    throw new Failure('NOT_FOUND', 'bench ui needs Playwright, which is a development package.', {
      advice: 'Run it from a clone of the source after `npm ci`.',
      cause,
    })
  })
  const named = process.env['CHROMIUM_PATH']
  const places = [...(named ? [named] : []), chromium.executablePath(), ...usualPlaces]
  const executablePath = places.find((place) => existsSync(place))
  if (executablePath === undefined) {
    throw new Failure('NOT_FOUND', 'bench ui needs Chromium, and none was found.', {
      advice: 'Set CHROMIUM_PATH to one, or run `npx playwright install chromium`.',
    })
  }
  return chromium.launch({ executablePath, args })
}
