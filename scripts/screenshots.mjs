// `npm run screenshots`: resources/screenshots/, taken from the sample in the browser mode.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import sharp from 'sharp'
import { requireBuilt } from './build.mjs'
import { ensureChromium } from './chromium.mjs'
import { root } from './run.mjs'
import { markExceptions, openClass, readTruth, seed, settle, sweepPage } from './sample-tour.mjs'

const folder = join(root, 'resources/screenshots')
const seeds = 180
/** A page of each is answered before the picture of a sweep is taken, so that it has probabilities. */
const sweptFirst = ['cup', 'house', 'car', 'chair', 'cup']
const shown = 'cup'
const explained = 'house'
/** Drawing, looking at 640 pictures and training take their time. */
const patience = 240_000

await requireBuilt()
const executablePath = await ensureChromium()
if (executablePath === null) throw new Error('There is no Chromium to take pictures with.')
mkdirSync(folder, { recursive: true })
const dataDirectory = mkdtempSync(join(tmpdir(), 'singlet-screenshots-'))
const host = spawn(process.execPath, [join(root, 'out/main/web-entry.js')], {
  env: { ...process.env, SINGLET_DATA_DIR: dataDirectory },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.goto(await readAddress())
  await tour(page)
} finally {
  await browser.close()
  if (host.exitCode === null && host.kill('SIGTERM')) {
    await new Promise((resolve) => host.once('exit', resolve))
  }
  rmSync(dataDirectory, { recursive: true, force: true })
}

/**
 * The journey of the README, one picture a stop.
 *
 * @param {import('@playwright/test').Page} page
 */
async function tour(page) {
  const sample = page.getByRole('button', { name: 'Try the sample' })
  await sample.waitFor()
  await shoot(page, 'start')
  await sample.click()
  await page.waitForURL(/\/label/, { timeout: patience })
  const truth = readTruth(dataDirectory)
  const looking = page.getByRole('contentinfo').getByText('looking at the pictures')
  await looking.waitFor()
  await looking.waitFor({ state: 'detached', timeout: patience })
  await seed(page, truth, seeds)
  await shoot(page, 'label')
  await page.emulateMedia({ colorScheme: 'dark' })
  await shoot(page, 'label-dark')
  await page.emulateMedia({ colorScheme: 'light' })

  await page.keyboard.press('Alt+Digit2')
  for (const name of sweptFirst) await sweepPage(page, truth, name)
  await openClass(page, shown)
  await markExceptions(page, truth)
  await page.keyboard.press('Home')
  await shoot(page, 'sweep')
  await openClass(page, explained)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/review\/image\//)
  await shoot(page, 'image')

  await page.keyboard.press('Alt+Digit3')
  await page
    .getByRole('main')
    .getByRole('button', { name: /^Train/ })
    .click()
  const done = page.getByRole('row').getByText('done', { exact: true })
  await done.first().waitFor({ timeout: patience })
  await shoot(page, 'train')
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} name
 */
async function shoot(page, name) {
  await page.mouse.move(0, 0)
  await settle(page)
  const file = join(folder, `${name}.png`)
  const picture = sharp(await page.screenshot())
  await picture.png({ palette: true, quality: 90, effort: 10, dither: 0.5 }).toFile(file)
  console.log(`${name}.png, ${Math.round(statSync(file).size / 1000)} kB`)
}

/** @returns {Promise<string>} */
function readAddress() {
  return new Promise((resolve, reject) => {
    let printed = ''
    host.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      printed += text
      const address = /http:\/\/\S+(?=\s)/.exec(printed)?.[0]
      if (address !== undefined) resolve(address)
    })
    host.once('exit', (code) => {
      reject(new Error(`The host ended at once (exit code ${code}).`))
    })
  })
}
