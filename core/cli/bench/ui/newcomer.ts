import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Browser, Page } from 'playwright'
import { z } from 'zod'
import { type Measure, measureOf } from '../measure'
import { startProgram } from './start'
import { ask } from './window-page'

export interface NewcomerPace {
  /** Pictures that get a label before the newcomer looks at suggestions. */
  readonly seeds: number
  /** Milliseconds for a look and a key. */
  readonly pace: number
}

const sampleLabels = z.object({
  classes: z.array(z.string()),
  images: z.array(z.object({ file: z.string(), labels: z.array(z.string()) })),
})
type Truth = z.infer<typeof sampleLabels>

const patience = 180_000

/** Somebody who has never seen the program, from Start to the first suggestion that was accepted. */
export async function measureNewcomer(
  browser: Browser,
  data: string,
  { seeds, pace }: NewcomerPace,
): Promise<Measure[]> {
  const { host, window } = await startProgram(browser, data)
  const { page } = window
  const hand = new Hand(page, pace)
  const began = performance.now()
  try {
    await page.getByRole('button', { name: 'Try the sample' }).focus()
    await hand.press('Enter')
    await currentPicture(page).waitFor({ timeout: patience })
    const drawn = performance.now()
    const truth = sampleLabels.parse(
      JSON.parse(await readFile(join(data, 'projects/Sample/pictures/labels.json'), 'utf8')),
    )
    for (let seed = 0; seed < seeds; seed++) await giveLabel(page, hand, truth, seed)
    await hand.press('Alt+Digit2')
    if (!(await waitForPage(page))) throw new Error('No page of suggestions came.')
    const offered = performance.now()
    await answerPage(page, hand, truth)
    const done = performance.now()
    return [
      measureOf('newcomer: to the first picture', [(drawn - began) / 1000], 's'),
      measureOf('newcomer: to the first suggestion', [(offered - began) / 1000], 's'),
      measureOf('newcomer: to the first one accepted', [(done - began) / 1000], 's'),
      measureOf('newcomer: keys', [hand.keys], 'keys'),
    ]
  } finally {
    await window.close()
    await host.stop()
  }
}

/** One key after the other, each after a look. */
class Hand {
  keys = 0
  readonly #page: Page
  readonly #pace: number

  constructor(page: Page, pace: number) {
    this.#page = page
    this.#pace = pace
  }

  async press(key: string): Promise<void> {
    await setTimeout(this.#pace)
    await this.#page.keyboard.press(key)
    this.keys++
  }
}

function currentPicture(page: Page) {
  return page.getByRole('listbox').getByRole('option', { selected: true }).first()
}

/** One of the labels of the picture in sight, another one each time as far as it has several. */
async function giveLabel(page: Page, hand: Hand, truth: Truth, turn: number): Promise<void> {
  const name = (await currentPicture(page).getAttribute('aria-label')) ?? ''
  const file = basename(name.replace(/,[^,]*$/, ''))
  const labels = truth.images.find((image) => basename(image.file) === file)?.labels ?? []
  const label = labels[turn % Math.max(1, labels.length)] ?? ''
  const index = truth.classes.indexOf(label)
  await hand.press(`${index < 10 ? '' : 'Shift+'}Digit${(index + 1) % 10}`)
}

/** Pages come once the pictures were looked at. */
async function waitForPage(page: Page): Promise<boolean> {
  const end = performance.now() + patience
  while (performance.now() < end) {
    if (await ask(page, 'pageIsThere()', z.boolean())) return true
  }
  return false
}

/** Turns each tile whose answer is not the true one, stores the page and waits for the next. */
async function answerPage(page: Page, hand: Hand, truth: Truth): Promise<void> {
  const tiles = page.getByRole('gridcell')
  const name = (await page.getByRole('heading', { level: 1 }).first().innerText()).trim()
  await tiles.first().focus()
  let at = 0
  for (const [index, tile] of (await tiles.all()).entries()) {
    const says = ((await tile.getAttribute('aria-label')) ?? '').includes('present')
    const source = (await tile.locator('img').first().getAttribute('src')) ?? ''
    // Pictures are numbered in the order of the truth, from 1.
    const id = Number(/\/(\d+)\/\d+$/.exec(source)?.[1])
    if ((truth.images[id - 1]?.labels.includes(name) ?? false) === says) continue
    for (; at < index; at++) await hand.press('ArrowRight')
    await hand.press('x')
  }
  const watching = ask(page, 'watchTurn()', z.object({ shown: z.number().nullable() }))
  await hand.press('Control+Enter')
  if ((await watching).shown === null) throw new Error('The page was not stored.')
}
