import type { Browser } from 'playwright'
import { type Measure, measureOf } from '../measure'
import { type HostProcess, startHostProcess } from '../process/host-process'
import { firstPicture } from './label'
import { countRequests } from './loaded'
import { openWindow, type WindowPage } from './window-page'

export interface Started {
  readonly host: HostProcess
  readonly window: WindowPage
}

/** The program from nothing to a screen that answers. */
export async function startProgram(
  browser: Browser,
  data: string,
): Promise<Started & { ms: number }> {
  const began = performance.now()
  const host = await startHostProcess(data)
  const window = await openWindow(browser)
  await window.page.goto(host.address)
  await window.page.getByRole('main').getByRole('button').first().waitFor()
  return { host, window, ms: performance.now() - began }
}

/** Starts it so many times, each time opens the project that is on Start, and leaves the last one open. */
export async function measureStart(
  browser: Browser,
  data: string,
  { name, set, times }: { name: string; set: string; times: number },
): Promise<Started & { measures: Measure[] }> {
  const starts: number[] = []
  const opens: number[] = []
  let measures: Measure[] = []
  for (let turn = 1; ; turn++) {
    const { host, window, ms } = await startProgram(browser, data)
    starts.push(ms)
    const requests = countRequests(window.page)
    opens.push(await openFromStart(window, name))
    if (turn === 1) measures = await requests()
    if (turn < times) {
      await window.close()
      await host.stop()
      continue
    }
    measures.push(measureOf(`start to usable, ${set}`, starts))
    measures.push(measureOf(`open to first picture, ${set}`, opens))
    return { host, window, measures }
  }
}

/** From the click on a project's card to its first picture, on the page's own clock. */
async function openFromStart(window: WindowPage, name: string): Promise<number> {
  const { page } = window
  await window.take()
  const card = page.getByRole('main').getByRole('link', { name, exact: true }).first()
  await card.waitFor()
  const pressed = await card.evaluate((link: { click(): void }) => {
    const at = performance.now()
    link.click()
    return at
  })
  return (await firstPicture(window)) - pressed
}
