import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { type Measure, measureOf } from '../measure'
import { ask, type WindowPage } from './window-page'

const turned = z.object({ shown: z.number().nullable(), tiles: z.number() })

/** Pages of one class after the other, each answered after a look at it. */
export async function measureSweep(
  window: WindowPage,
  project: string,
  { pages, look }: { pages: number; look: number },
): Promise<Measure[]> {
  const { page } = window
  await page.evaluate(`location.hash = '#/p/${encodeURIComponent(project)}/review/sweep'`)
  const there = await ask(page, 'pageIsThere()', z.boolean())
  const times: number[] = []
  const sizes: number[] = []
  let lost = 0
  for (let turn = 0; there && turn < pages; turn++) {
    await setTimeout(look)
    const watching = ask(page, 'watchTurn()', turned)
    // The watch has begun once this answers: both go through one queue.
    await page.evaluate('0')
    await page.keyboard.press('Control+Enter')
    const { shown, tiles } = await watching
    if (shown === null) lost++
    else {
      times.push(shown)
      sizes.push(tiles)
    }
    if (shown === null) break
  }
  return [
    measureOf('sweep page after Ctrl+Enter', times),
    measureOf('tiles of a sweep page', sizes, 'tiles'),
    measureOf('sweep pages that did not come', [there ? lost : pages], 'pages'),
  ]
}
