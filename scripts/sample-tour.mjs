import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A person who knows the sample's truth, at the keyboard of a page that shows it.
 *
 * @typedef {{ file: string, labels: string[] }} Picture
 * @typedef {{ pictures: Picture[], byFile: Map<string, Picture>, classes: string[] }} Truth
 * @typedef {import('@playwright/test').Page} Page
 */

const QUIET_MS = 700

/**
 * What the sample below `dataDirectory` really shows.
 *
 * @param {string} dataDirectory
 * @returns {Truth}
 */
export function readTruth(dataDirectory) {
  const files = readdirSync(dataDirectory, { recursive: true, encoding: 'utf8' })
  const found = files.find((file) => /pictures[\\/]labels\.json$/.test(file))
  if (found === undefined) throw new Error('The sample has no labels.json.')
  /** @type {{ classes: string[], images: Picture[] }} */
  const { classes, images } = JSON.parse(readFileSync(join(dataDirectory, found), 'utf8'))
  const nameOf = (/** @type {string} */ file) => file.split('/').at(-1) ?? file
  return {
    classes,
    pictures: images,
    byFile: new Map(images.map((picture) => [nameOf(picture.file), picture])),
  }
}

/**
 * Gives as many pictures one of their labels, the rarest so far, each by its class key.
 *
 * @param {Page} page
 * @param {Truth} truth
 * @param {number} count
 */
export async function seed(page, truth, count) {
  const given = new Map(truth.classes.map((name) => [name, 0]))
  const stage = page.getByRole('main').getByRole('img', { name: /, to do$/ })
  for (let n = 0; n < count; n++) {
    const name = (await stage.first().getAttribute('aria-label')) ?? ''
    const picture = truth.byFile.get(/([^/]+), to do$/.exec(name)?.[1] ?? '')
    if (picture === undefined) throw new Error(`Nothing is known of the picture "${name}".`)
    const times = (/** @type {string} */ label) => given.get(label) ?? 0
    const [label = ''] = picture.labels.toSorted((a, b) => times(a) - times(b))
    given.set(label, times(label) + 1)
    await page.keyboard.press(keyOf(truth.classes.indexOf(label)))
    await page.getByRole('img', { name, exact: true }).waitFor({ state: 'detached' })
  }
  await settle(page)
}

/**
 * 1 to 0 for the first ten classes, Shift with them for the next.
 *
 * @param {number} index
 */
function keyOf(index) {
  return `${index < 10 ? '' : 'Shift+'}Digit${(index + 1) % 10}`
}

/**
 * Marks every tile whose answer is not the page's, as far as the truth goes.
 *
 * @param {Page} page
 * @param {Truth} truth
 * @param {() => Promise<void>} [onMark] called after each mark
 */
export async function markExceptions(page, truth, onMark = async () => {}) {
  const heading = page.getByRole('main').getByRole('heading', { level: 1 })
  const name = (await heading.innerText()).trim()
  const rule = await page.getByRole('button', { name: /^(Accept|Reject) page/ }).innerText()
  const tiles = page.getByRole('gridcell')
  await page.keyboard.press('Home')
  for (const [at, tile] of (await tiles.all()).entries()) {
    if (at > 0) await page.keyboard.press('ArrowRight')
    const source = (await tile.locator('img').first().getAttribute('src')) ?? ''
    // Pictures are numbered in the order of the truth, from 1.
    const id = Number(/\/(\d+)\/\d+$/.exec(source)?.[1])
    const present = truth.pictures[id - 1]?.labels.includes(name) ?? false
    if (present === rule.startsWith('Accept')) continue
    await page.keyboard.press('x')
    await onMark()
  }
}

/**
 * Goes to a class, answers its first page as the truth has it, and waits until that is stored.
 *
 * @param {Page} page
 * @param {Truth} truth
 * @param {string} name
 */
export async function sweepPage(page, truth, name) {
  await openClass(page, name)
  await markExceptions(page, truth)
  await commitPage(page)
}

/**
 * Stores the page as it is marked and waits for the next.
 *
 * @param {Page} page
 */
export async function commitPage(page) {
  await page.keyboard.press('ControlOrMeta+Enter')
  await page.getByText(/^Last page: /).waitFor()
  await settle(page)
}

/**
 * @param {Page} page
 * @param {string} name
 */
export async function openClass(page, name) {
  const rail = page.getByRole('navigation', { name: 'Classes by expected labels a minute' })
  await rail.getByText(name, { exact: true }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await settle(page)
}

/**
 * Waits until every picture in sight is there and nothing has been asked of the host for a while.
 *
 * @param {Page} page
 */
export async function settle(page) {
  let quietSince = Date.now()
  const note = () => {
    quietSince = Date.now()
  }
  page.on('request', note).on('requestfinished', note)
  while (Date.now() - quietSince < QUIET_MS) await page.waitForTimeout(50)
  page.off('request', note).off('requestfinished', note)
}
