// `npm run screenshots`: every screen in both themes and a short walk through the loop, as files in
// resources/screenshots/, taken from the sample in the browser mode.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import sharp from 'sharp'
import { requireBuilt } from './build.mjs'
import { ensureChromium } from './chromium.mjs'
import { Film } from './film.mjs'
import { root } from './run.mjs'
import {
  commitPage,
  markExceptions,
  openClass,
  readTruth,
  seed,
  settle,
  sweepPage,
} from './sample-tour.mjs'

const folder = join(root, 'resources/screenshots')
/** Pictures that are labelled one by one on film, and behind it. */
const filmed = 6
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
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const dataDirectory = mkdtempSync(join(tmpdir(), 'singlet-screenshots-'))
const host = spawn(process.execPath, [join(root, 'out/main/web-entry.js')], {
  env: { ...process.env, SINGLET_DATA_DIR: dataDirectory },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
const film = new Film()
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.goto(await readAddress())
  await label(page)
  await review(page)
  await audit(page)
  await segment(page)
  await train(page)
  await rest(page)
  report('walk.webp', await film.write(join(folder, 'walk.webp')))
} finally {
  await browser.close()
  if (host.exitCode === null && host.kill('SIGTERM')) {
    await new Promise((resolve) => host.once('exit', resolve))
  }
  rmSync(dataDirectory, { recursive: true, force: true })
}

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page */
async function label(page) {
  const sample = page.getByRole('button', { name: 'Try the sample' })
  await sample.waitFor()
  await shoot(page, 'first-run')
  await sample.click()
  await page.waitForURL(/\/label/, { timeout: patience })
  const truth = readTruth(dataDirectory)
  const looking = page.getByRole('contentinfo').getByText('looking at the pictures')
  await looking.waitFor()
  await looking.waitFor({ state: 'detached', timeout: patience })
  for (let n = 0; n < filmed; n++) {
    await film.take(page, 'One key gives the picture its one label …', n === 0 ? 1_600 : 500)
    await seed(page, truth, 1)
  }
  await film.take(page, '… and the next picture is there already.', 1_200)
  await seed(page, truth, seeds - filmed)
  await shoot(page, 'label')
  await page.keyboard.press('g')
  await shoot(page, 'label-grid')
  await page.keyboard.press('g')
}

/** @param {Page} page */
async function review(page) {
  const truth = readTruth(dataDirectory)
  await page.keyboard.press('Alt+Digit2')
  for (const name of sweptFirst) await sweepPage(page, truth, name)
  await openClass(page, shown)
  await film.take(page, 'Review: one class, the pictures that probably contain it.', 1_800)
  await markExceptions(page, truth, () => film.take(page, 'Mark only the exceptions …', 350))
  await page.keyboard.press('Home')
  await shoot(page, 'review-sweep')
  await film.take(page, '… and answer the whole page with one key.', 1_400)
  await commitPage(page)
  await film.take(page, 'The next page has learnt from it already.', 2_000)
  await openClass(page, explained)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/review\/image\//)
  await shoot(page, 'review-image')
  await film.take(page, 'Every suggestion shows where it comes from.', 2_200)
}

/** @param {Page} page */
async function audit(page) {
  await page.goto(page.url().replace(/#\/p\/(\w+).*/, '#/p/$1/review/audit'))
  await page.getByRole('button', { name: 'Draw the sample' }).click()
  await page.getByRole('gridcell').first().waitFor({ timeout: patience })
  await shoot(page, 'review-audit')
}

/** @param {Page} page */
async function devicesTested(page) {
  await page.getByText('in use', { exact: true }).waitFor({ timeout: patience })
  await page.getByText('being tested').waitFor({ state: 'detached', timeout: patience })
}

/** @param {Page} page */
async function segment(page) {
  await page.goto(page.url().replace(/#\/p\/(\w+).*/, '#/p/$1/segment'))
  const stage = page.getByRole('img', { name: /, masks$/ })
  await stage.waitFor()
  await settle(page)
  await page.keyboard.press('Shift+E')
  const everything = page.getByRole('region', { name: 'Everything' })
  await everything.waitFor({ timeout: patience })
  await shoot(page, 'segment-everything')
  await page.keyboard.press('Shift+Enter')
  const rows = page.getByRole('listbox', { name: 'Segments of this picture' }).getByRole('option')
  await rows.first().waitFor()
  const box = await stage.boundingBox()
  if (box === null) throw new Error('There is no picture to point at.')
  await page.mouse.click(box.x + box.width / 2, box.y + box.height * 0.6)
  await page.getByText(/of the picture$/).waitFor({ timeout: patience })
  await shoot(page, 'segment')
  await page.keyboard.press('Escape')
}

/** @param {Page} page */
async function train(page) {
  await page.keyboard.press('Alt+Digit3')
  const button = page.getByRole('main').getByRole('button', { name: /^Train/ })
  const done = page.getByRole('row').getByText('done', { exact: true })
  await button.click()
  await done.first().waitFor({ timeout: patience })
  await settle(page)
  await film.take(page, 'Training takes seconds, on this machine.', 2_000)
  await shoot(page, 'train')
  await page.keyboard.press('c')
  await shoot(page, 'train-recipe')
  await page.keyboard.press('Escape')
}

/** @param {Page} page */
async function rest(page) {
  const project = /#\/p\/\w+/.exec(page.url())?.[0] ?? ''
  for (const [name, address] of [
    ['insights', `${project}/insights`],
    ['export', `${project}/export`],
    ['classes', `${project}/classes`],
    ['settings', '#/settings'],
    ['settings-keys', '#/settings/keys'],
    ['settings-devices', '#/settings/devices'],
    ['new', '#/new'],
    ['start', '#/'],
  ]) {
    await page.goto(new URL(address ?? '', page.url()).href)
    if (name === 'settings-devices') await devicesTested(page)
    await shoot(page, name ?? '')
    if (name === 'export') await film.take(page, 'Take the dataset and the classifier away.', 2_500)
  }
  await page.goto(new URL(`${project}/label`, page.url()).href)
  await settle(page)
  for (const [name, key] of [
    ['keys', '?'],
    ['palette', 'ControlOrMeta+k'],
    ['jobs', 'ControlOrMeta+j'],
    ['help', 'F1'],
  ]) {
    await page.keyboard.press(key ?? '')
    await shoot(page, name ?? '')
    await page.keyboard.press('Escape')
  }
}

/**
 * @param {Page} page
 * @param {string} name
 */
async function shoot(page, name) {
  await page.mouse.move(0, 0)
  for (const colorScheme of /** @type {const} */ (['dark', 'light'])) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await settle(page)
    const file = `${name}-${colorScheme}.webp`
    const { size } = await sharp(await page.screenshot())
      .webp({ quality: 82, effort: 6 })
      .toFile(join(folder, file))
    report(file, size)
  }
}

/**
 * @param {string} file
 * @param {number} size in bytes
 */
function report(file, size) {
  console.log(`${file}, ${Math.round(size / 1000)} kB`)
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
