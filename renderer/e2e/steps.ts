import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'

// What a person does who knows the sample by heart and never touches the mouse.

/** Drawing 640 scenes, looking at them all and training take longer than a click. */
const patience = 120_000

/** The classes of each picture of the sample, by the picture's name. */
export type Truth = ReadonlyMap<string, ReadonlySet<string>>

/** Draws the sample and waits until its first picture is there to be labelled. */
export async function trySample(page: Page, dataDirectory: string): Promise<Truth> {
  await page.getByRole('button', { name: 'Try the sample' }).press('Enter')
  await expect(currentPicture(page)).toBeVisible({ timeout: patience })
  return readTruth(join(dataDirectory, 'projects/Sample/pictures/labels.json'))
}

function readTruth(file: string): Truth {
  // What `singlet` itself writes beside the pictures that it draws.
  const { images } = JSON.parse(readFileSync(file, 'utf8')) as {
    images: { file: string; labels: string[] }[]
  }
  return new Map(images.map(({ file: path, labels }) => [basename(path), new Set(labels)]))
}

export function currentPicture(page: Page): Locator {
  return page
    .getByRole('listbox', { name: 'Pictures in this order' })
    .getByRole('option', { selected: true })
}

export function status(page: Page): Locator {
  return page.getByLabel('State of the dataset')
}

/** Names of the classes in the order of their keys: 1 to 0, then Shift with them. */
export async function classNames(page: Page): Promise<string[]> {
  const rows = page.getByRole('listbox', { name: 'Classes' }).getByRole('option')
  await expect(rows.first()).toBeVisible()
  const texts = await rows.allInnerTexts()
  return texts.map((text) => text.split('\n').find((part) => /[a-z]{2}/.test(part)) ?? '')
}

function keyOf(index: number): string {
  const digit = `Digit${String((index + 1) % 10)}`
  return index < 10 ? digit : `Shift+${digit}`
}

/** Gives the picture in sight one of its true labels and waits until another is in sight. */
export async function seedOne(page: Page, truth: Truth, names: readonly string[]): Promise<string> {
  const current = currentPicture(page)
  const label = (await current.getAttribute('aria-label')) ?? ''
  const path = label.replace(/, [\w ]+$/, '')
  const index = names.findIndex((name) => truth.get(basename(path))?.has(name))
  expect(index, `a class of ${path}`).toBeGreaterThanOrEqual(0)
  await page.keyboard.press(keyOf(index))
  await expect(current).not.toHaveAttribute('aria-label', label)
  await expect(current).toHaveAttribute('aria-label', /, to do$/)
  return path
}

/** Waits until every picture was looked at. */
export async function waitForFeatures(page: Page): Promise<void> {
  await page.keyboard.press('Control+j')
  const job = page.getByRole('article', { name: 'Looking at the pictures' }).first()
  await expect(job).toContainText('Done', { timeout: patience })
  await page.keyboard.press('Control+j')
}

/** Trains and waits for the run of this number. */
export async function trainRun(page: Page, number: number): Promise<void> {
  await page.keyboard.press('Alt+3')
  const button = page.getByRole('region', { name: 'Train' }).getByRole('button', { name: /^Train/ })
  await expect(button).toBeEnabled()
  await page.keyboard.press('Control+Enter')
  const run = page
    .getByRole('row')
    .filter({ has: page.getByRole('button', { name: `Show the curves of run ${number}` }) })
  await expect(run).toContainText('done', { timeout: patience })
}

/** `640 images · 30 present · ...` of an export as it would be written now. */
export async function contents(
  page: Page,
): Promise<{ present: number; absent: number; undecided: number }> {
  await page.keyboard.press('Alt+5')
  const line = page.getByText(/images · [\d,]+ present ·/)
  await expect(line).toBeVisible()
  const text = await line.innerText()
  const count = (word: string) =>
    Number(new RegExp(`([\\d,]+) ${word}`).exec(text)?.[1]?.replace(',', '') ?? NaN)
  return { present: count('present'), absent: count('absent'), undecided: count('undecided') }
}
