import { setTimeout } from 'node:timers/promises'
import type { Page } from 'playwright'
import { type Measure, measureOf } from '../measure'
import { keyToPicture } from './paints'
import type { WindowPage } from './window-page'

/** One key gives a label and leads on; the arrow only leads on. */
const keys = { label: '1', move: 'ArrowRight' } as const

export interface LabelPace {
  readonly presses: number
  /** Milliseconds between two keys. */
  readonly pace: number
}

/** Label on a project: from each key to the next picture on the screen. */
export async function measureLabel(
  window: WindowPage,
  set: string,
  { presses, pace }: LabelPace,
): Promise<Measure[]> {
  const measures: Measure[] = []
  for (const [how, key] of Object.entries(keys)) {
    const times = await pressAndWatch(window, key, presses, pace)
    measures.push(measureOf(`${how} key to next picture, ${set}`, times.there))
    measures.push(measureOf(`${how} key without a picture, ${set}`, [times.lost], 'keys'))
  }
  return measures
}

async function pressAndWatch(window: WindowPage, key: string, presses: number, pace: number) {
  await window.take()
  for (let turn = 0; turn < presses; turn++) {
    await window.page.keyboard.press(key)
    await setTimeout(pace)
  }
  await setTimeout(500)
  const found = keyToPicture(await window.take(), key)
  const there = found.filter((time) => time !== null)
  return { there, lost: presses - there.length }
}

/** Shows a project in Label and waits for its first picture. */
export async function showLabel(page: Page, project: string, query = ''): Promise<void> {
  await page.evaluate(`location.hash = '#/p/${encodeURIComponent(project)}/label${query}'`)
  await page.getByRole('main').waitFor()
}

/** Waits until the canvas has drawn a picture; tells when, on the page's own clock. */
export async function firstPicture(window: WindowPage, patience = 60_000): Promise<number> {
  for (let waited = 0; waited < patience; waited += 20) {
    const [first] = (await window.take()).paints
    if (first !== undefined) return first.at
    await setTimeout(20)
  }
  throw new Error('No picture appeared in Label.')
}
