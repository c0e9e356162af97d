import { join } from 'node:path'
import type { Browser } from 'playwright'
import { importDataset } from '../../../dataset/import/formats'
import { type Measure, measureOf } from '../measure'
import { atLeast, atMost, type Targets } from '../targets'
import { measureGrid } from './grid'
import { measureLabel } from './label'
import { measureBundle } from './loaded'
import { measureMasks } from './masks'
import { measureMemory } from './memory'
import { measureNewcomer } from './newcomer'
import { measureStart } from './start'
import { asUser } from '../process/settled'
import { measureSweep } from './sweep'
import { useFor } from './use-for'

export interface UiOptions {
  /** Folder of a large project, with its pictures beside it. */
  readonly large: string
  /** Pictures with labels of another dataset, or null. */
  readonly data: string | null
  readonly presses: number
  readonly pace: number
  readonly pages: number
  readonly starts: number
  readonly scrollMs: number
  readonly minutes: number
  readonly newcomer: boolean
  readonly seeds: number
  readonly human: number
  /** Masks of one picture. */
  readonly masks: number
  /** Nothing but that picture. */
  readonly onlyMasks: boolean
}

const LARGE = 'large project'
const picture = atMost('p95', 50)
const fluent = atLeast('median', 55)

export const uiTargets: Targets = {
  [`label key to next picture, ${LARGE}`]: picture,
  [`move key to next picture, ${LARGE}`]: picture,
  'label key to next picture, dataset': picture,
  'move key to next picture, dataset': picture,
  'sweep page after Ctrl+Enter': atMost('p95', 150),
  'grid frames at 400 px/s': fluent,
  'grid frames at 800 px/s': fluent,
  'grid frames at 1600 px/s': fluent,
  'mask frames while zooming': fluent,
  'mask frames while panning': fluent,
  'mask frames under the brush': fluent,
  'masks painted anew': atMost('p95', 16),
  'blank tiles after 100 ms': atMost('max', 0),
  [`start to usable, ${LARGE}`]: atMost('median', 3000),
  [`open to first picture, ${LARGE}`]: atMost('median', 2000),
  'memory of the page: its process': atMost('max', 500),
  'memory of the host': atMost('max', 600),
}

/** The real program in a real browser, with a person's hands at it. */
export async function* measureUi(
  browser: Browser,
  folder: string,
  options: UiOptions,
): AsyncGenerator<Measure> {
  if (options.onlyMasks) {
    yield* await measureMasks(browser, join(folder, 'masks'), options)
    return
  }
  yield* await measureBundle()
  if (options.data !== null) yield* await measureDataset(browser, folder, options.data, options)
  yield* measureLarge(browser, folder, options)
  yield* await measureMasks(browser, join(folder, 'masks'), options)
  if (!options.newcomer) return
  const { seeds, human } = options
  yield* await measureNewcomer(browser, join(folder, 'newcomer'), { seeds, pace: human })
}

async function* measureLarge(
  browser: Browser,
  folder: string,
  options: UiOptions,
): AsyncGenerator<Measure> {
  const data = join(folder, 'large-user')
  const { id, name } = await asUser(data, (client) =>
    client.projects.open({ directory: options.large }),
  )
  const { host, window, measures } = await measureStart(browser, data, {
    ...{ name, set: LARGE, times: options.starts },
  })
  try {
    yield* measures
    yield* await measureLabel(window, LARGE, options)
    yield* await measureSweep(window, id, { pages: options.pages, look: 4 * options.pace })
    yield* await measureGrid(window, id, options.scrollMs)
    await useFor(window, id, options.minutes)
    yield* await measureMemory(browser, window)
    const { now, peak } = await host.memory()
    yield measureOf('memory of the host', [now], 'MB')
    yield measureOf('most memory of the host', [peak], 'MB')
  } finally {
    await window.close()
    await host.stop()
  }
}

/** A dataset of real photographs, nothing of it labelled yet. */
async function measureDataset(
  browser: Browser,
  folder: string,
  path: string,
  options: UiOptions,
): Promise<Measure[]> {
  const dataset = await importDataset(path, null, new AbortController().signal)
  const data = join(folder, 'dataset-user')
  const { name } = await asUser(data, (client) =>
    client.projects.create({
      ...{ name: 'Dataset', images: dataset.root, classes: dataset.classes },
      directory: join(folder, 'dataset'),
    }),
  )
  const { host, window, measures } = await measureStart(browser, data, {
    ...{ name, set: 'dataset', times: 1 },
  })
  try {
    return [...measures, ...(await measureLabel(window, 'dataset', options))]
  } finally {
    await window.close()
    await host.stop()
  }
}
