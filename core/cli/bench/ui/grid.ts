import { z } from 'zod'
import { type Measure, measureOf } from '../measure'
import { showLabel } from './label'
import { ask, type WindowPage } from './window-page'

const scrolling = z.object({ frames: z.array(z.number()), blank: z.number(), seen: z.number() })

/** About two rows of tiles a second, three, and as fast as a wheel goes while somebody looks. */
const speeds = [400, 800, 1600] as const
const BLANK_AFTER_MS = 100

/** The grid under a wheel that keeps turning. */
export async function measureGrid(
  window: WindowPage,
  project: string,
  ms: number,
): Promise<Measure[]> {
  const { page } = window
  await showLabel(page, project, '?view=grid&order=folder')
  await ask(page, 'pageIsThere()', z.boolean())
  const measures: Measure[] = []
  let blank = 0
  let seen = 0
  for (const speed of speeds) {
    const plain = await ask(page, `scroll(${speed}, ${ms}, null)`, scrolling)
    measures.push(measureOf(`grid frames at ${speed} px/s`, perSecond(plain.frames), 'frames/s'))
    const watched = await ask(page, `scroll(${speed}, ${ms}, ${BLANK_AFTER_MS})`, scrolling)
    blank += watched.blank
    seen += watched.seen
  }
  return [
    ...measures,
    measureOf('blank tiles after 100 ms', [blank], 'tiles'),
    measureOf('tiles scrolled into sight', [seen], 'tiles'),
  ]
}

/** Frames in each half second, as frames a second. */
export function perSecond(frames: readonly number[]): number[] {
  const rates: number[] = []
  let count = 0
  let time = 0
  for (const frame of frames) {
    count++
    time += frame
    if (time < 500) continue
    rates.push((1000 * count) / time)
    count = 0
    time = 0
  }
  return rates
}
