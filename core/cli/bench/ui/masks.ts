import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Browser, Page } from 'playwright'
import { z } from 'zod'
import type { ImageId, ProjectId } from '../../../contract/ids'
import { emptyBitmap } from '../../../kernel/mask/bitmap'
import { encodeRle } from '../../../kernel/mask/rle'
import { RandomState } from '../../../kernel/rng'
import { drawScene } from '../../../dataset/sample/draw-scene'
import { renderSvg } from '../../../inference/render-svg'
import { type Measure, measureOf } from '../measure'
import { connectTo, type WindowClient } from '../process/connect'
import { perSecond } from './grid'
import { measureMemory } from './memory'
import { startProgram } from './start'
import { ask, type WindowPage } from './window-page'

const picture = { width: 1280, height: 960 }
const frames = z.array(z.number())
/** How often all masks are painted anew, by a key that makes them stronger or weaker. */
const repaints = 40

/** A picture with very many masks: looking closer, moving about, painting, and what it takes. */
export async function measureMasks(
  browser: Browser,
  folder: string,
  { masks, scrollMs }: { masks: number; scrollMs: number },
): Promise<Measure[]> {
  const { host, window } = await startProgram(browser, join(folder, 'user'))
  const { client, close } = await connectTo(host.address)
  try {
    const project = await makeProject(client, folder, masks)
    await showSegments(window.page, project, masks)
    return [
      ...(await measureMoves(window, scrollMs)),
      ...(await measureRepaints(window.page)),
      ...(await measureMemory(browser, window, 'the page with masks')),
    ]
  } finally {
    close()
    await window.close()
    await host.stop()
  }
}

async function makeProject(
  client: WindowClient,
  folder: string,
  masks: number,
): Promise<ProjectId> {
  const images = join(folder, 'pictures')
  await mkdir(images, { recursive: true })
  const scene = await renderSvg(drawScene(7).svg, picture.width, picture.height)
  await writeFile(join(images, 'scene.jpg'), scene)
  const { id } = await client.projects.create({
    ...{ name: 'Masks', images, classes: ['one', 'two', 'three'] },
    directory: join(folder, 'project'),
  })
  const image = await firstImage(client, id)
  const classes = await client.classes.list({ project: id })
  const segments = ellipses(masks).map((mask, at) => ({
    ...{ image, mask, class: classes[at % classes.length]?.id ?? null },
    ...{ state: 'kept' as const, source: 'drawn' as const },
  }))
  await client.labels.decide({
    ...{ project: id, view: 'command', ms: 0, decisions: [] },
    segments: [{ kind: 'add', segments }],
  })
  return id
}

async function firstImage(client: WindowClient, project: ProjectId): Promise<ImageId> {
  const page = { project, order: 'folder', status: null, offset: 0, limit: 1 } as const
  for (let turn = 0; turn < 600; turn++) {
    const [first] = (await client.images.page(page)).items
    if (first !== undefined) return first.id
    await setTimeout(100)
  }
  throw new Error('The picture was not found.')
}

/** Ellipses of every size, from a mouse far away to a house, all over the picture. */
function ellipses(count: number) {
  const state = new RandomState(500)
  const random = () => state.uint32() / 2 ** 32
  return Array.from({ length: count }, () => {
    const [x, y] = [random() * picture.width, random() * picture.height]
    const [rx, ry] = [8 + 160 * random() ** 3, 8 + 120 * random() ** 3]
    const bitmap = emptyBitmap(picture.width, picture.height)
    for (let row = Math.max(0, Math.ceil(y - ry)); row < Math.min(picture.height, y + ry); row++) {
      const half = rx * Math.sqrt(Math.max(0, 1 - ((row - y) / ry) ** 2))
      const start = row * picture.width
      const from = Math.max(0, Math.round(x - half))
      const to = Math.min(picture.width, Math.round(x + half) + 1)
      if (to > from) bitmap.data.fill(1, start + from, start + to)
    }
    return encodeRle(bitmap)
  })
}

async function showSegments(page: Page, project: ProjectId, masks: number): Promise<void> {
  await page.evaluate(`location.hash = '#/p/${encodeURIComponent(project)}/segment'`)
  await page.locator(`[role=option][aria-setsize="${masks}"]`).first().waitFor()
  // What reads the picture ahead is not what is measured.
  await setTimeout(5000)
}

async function measureMoves({ page }: WindowPage, ms: number): Promise<Measure[]> {
  const zooming = await ask(page, `zoomThrough(${ms})`, frames)
  const box = await page.locator('.canvas-stage').boundingBox()
  if (box === null) throw new Error('There is no picture to move about.')
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  await page.mouse.move(middle.x, middle.y)
  await page.mouse.wheel(0, -1200)
  const panning = await whileDragging(page, middle, ms, 'middle')
  await page.keyboard.press('r')
  const brushing = await whileDragging(page, middle, ms, 'left')
  await page.keyboard.press('Escape')
  return [
    measureOf('mask frames while zooming', perSecond(zooming), 'frames/s'),
    measureOf('mask frames while panning', perSecond(panning), 'frames/s'),
    measureOf('mask frames under the brush', perSecond(brushing), 'frames/s'),
  ]
}

/** Frames while a hand goes around in circles with a button down. */
async function whileDragging(
  page: Page,
  middle: { x: number; y: number },
  ms: number,
  button: 'left' | 'middle',
): Promise<number[]> {
  await page.mouse.move(middle.x, middle.y)
  await page.mouse.down({ button })
  const watching = ask(page, `watchFrames(${ms})`, frames)
  const end = performance.now() + ms
  for (let turn = 0; performance.now() < end; turn++) {
    const [x, y] = [Math.cos(turn / 12) * 180, Math.sin(turn / 12) * 120]
    await page.mouse.move(middle.x + x, middle.y + y)
    await setTimeout(4)
  }
  const found = await watching
  await page.mouse.up({ button })
  return found
}

async function measureRepaints(page: Page): Promise<Measure[]> {
  await ask(page, 'times("masks-painted")', frames)
  for (let turn = 0; turn < repaints; turn++) {
    await page.keyboard.press(turn % 2 === 0 ? '.' : ',')
    await setTimeout(60)
  }
  const times = await ask(page, 'times("masks-painted")', frames)
  return [measureOf('masks painted anew', times)]
}
