import { mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { z } from 'zod'
import { expect, test } from './fixtures'
import { expectReadableInBothThemes } from './readable'
import { currentPicture } from './steps'
test.setTimeout(400_000)

/** Reading a picture, or cutting all of it, on a machine that has other things to do. */
const patience = 120_000

const list = (page: Page) => page.getByRole('listbox', { name: 'Segments of this picture' })
const rows = (page: Page) => list(page).getByRole('option')
const draft = (page: Page) => page.getByRole('region', { name: 'Mask in the making' })
const stage = (page: Page) => page.getByRole('img', { name: /, masks$/ })

/** Pictures of a red disc and a white square on green. */
async function drawPictures(folder: string): Promise<string> {
  mkdirSync(folder)
  for (const [at, x] of [170, 190, 210, 230].entries()) {
    const shapes = `<circle cx="${x}" cy="120" r="60" fill="#c33"/><rect x="300" y="150" width="70" height="60" fill="#eee"/>`
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="240"><rect width="400" height="240" fill="#284"/>${shapes}</svg>`
    await sharp(Buffer.from(svg))
      .jpeg()
      .toFile(join(folder, `${at}.jpg`))
  }
  return folder
}

const exported = z.object({
  annotations: z.array(z.object({ segmentation: z.unknown() })),
})

const runs = z.object({ size: z.tuple([z.literal(240), z.literal(400)]), counts: z.string() })

function readJsonIn(folder: string): unknown {
  const [file] = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return JSON.parse(readFileSync(join(folder, file ?? ''), 'utf8'))
}

/** A project of these pictures, shown in Segment. */
async function openSegment(page: Page, address: string, pictures: string): Promise<void> {
  await page.goto(address.replace('/#', '/#/new?'))
  await page.getByRole('textbox', { name: 'Picture folder' }).fill(pictures)
  await page.getByRole('textbox', { name: 'Classes' }).fill('disc\nsquare\ntree')
  await page.keyboard.press('Control+Enter')
  await expect(currentPicture(page)).toBeVisible({ timeout: patience })
  // The order of variety changes once the pictures were looked at.
  await page.goto(page.url().replace(/#\/p\/([^/]+)\/.*/, '#/p/$1/segment?order=folder'))
  await expect(stage(page)).toBeVisible()
  await expect(page.getByText('1 of 4')).toBeVisible()
}

/** A place on the stage as fractions of it. */
async function place(page: Page, x: number, y: number): Promise<{ x: number; y: number }> {
  const box = await stage(page).boundingBox()
  if (box === null) throw new Error('There is no stage.')
  return { x: box.x + box.width * x, y: box.y + box.height * y }
}

async function drag(page: Page, ...way: [number, number][]): Promise<void> {
  for (const [at, [x, y]] of way.entries()) {
    const to = await place(page, x, y)
    await page.mouse.move(to.x, to.y, { steps: 4 })
    if (at === 0) await page.mouse.down()
  }
  await page.mouse.up()
}

async function click(page: Page, x: number, y: number, button: 'left' | 'right' = 'left') {
  const at = await place(page, x, y)
  await page.mouse.click(at.x, at.y, { button })
}

/** What the strip under the picture says of the mask, in percent of the picture. */
async function share(page: Page): Promise<number> {
  const text = await draft(page).getByRole('status').first().innerText()
  return Number(/([\d.]+) %/.exec(text)?.[1] ?? NaN)
}

test('masks are pointed at, refined, drawn, kept and taken back', async ({
  page,
  host,
  folder,
  press,
}) => {
  await openSegment(page, host.address, await drawPictures(join(folder, 'pictures')))
  const status = page.getByLabel('State of the dataset')

  await test.step('click, refine, choose another mask, keep', async () => {
    await click(page, 0.5, 0.5)
    await expect(draft(page)).toContainText('of the picture', { timeout: patience })
    const before = await share(page)
    expect(before).toBeGreaterThan(0)
    await click(page, 0.36, 0.2, 'right')
    await expect(draft(page)).toContainText('of the picture')
    await press('Backspace')
    await expect.poll(() => share(page)).toBe(before)
    await press('1', 'Enter')
    await expect(rows(page)).toHaveCount(1)
    await expect(rows(page).first()).toContainText(/kept\s*pointed at/)
    await expect(status).toContainText('1 / 4 seeded')
  })

  await test.step('one undo takes mask and label back, one redo brings both', async () => {
    await press('Control+z')
    await expect(rows(page)).toHaveCount(0)
    await expect(status).toContainText('0 / 4 seeded')
    await press('Control+y')
    await expect(rows(page)).toHaveCount(1)
    await expect(status).toContainText('1 / 4 seeded')
  })

  await test.step('brush, erase, draw around, polygon', async () => {
    await press('r', ']', ']')
    await drag(page, [0.4, 0.4], [0.55, 0.45], [0.6, 0.6])
    const painted = await share(page)
    await press('e')
    await drag(page, [0.5, 0.38], [0.5, 0.5])
    await expect.poll(() => share(page)).toBeLessThan(painted)
    await press('d')
    await drag(page, [0.4, 0.3], [0.6, 0.3], [0.6, 0.6], [0.4, 0.6])
    await expect.poll(() => share(page)).toBeGreaterThan(painted)
    await press('2', 'Enter')
    await expect(rows(page)).toHaveCount(2)
    await press('g')
    for (const [x, y] of [
      [0.4, 0.3],
      [0.5, 0.3],
      [0.45, 0.5],
    ] as const) {
      await click(page, x, y)
    }
    await expect(draft(page)).toContainText('3 corners')
    await press('Enter', 'Enter')
    await expect(rows(page)).toHaveCount(3)
  })

  await test.step('without a mouse: a crosshair, a box, a point', async () => {
    await press('b', 'c')
    for (let n = 0; n < 11; n++) await press('ArrowLeft', 'ArrowUp')
    await press('Space')
    for (let n = 0; n < 20; n++) await press('ArrowRight', 'ArrowDown')
    await press('Space')
    await expect(draft(page)).toContainText('of the picture')
    await press('p', 'Shift+Space')
    await press('Enter')
    await expect(rows(page)).toHaveCount(4)
    await press('Escape')
  })

  await test.step('the list: select, relabel, merge, reject, delete', async () => {
    await press('ArrowDown', 'Shift+ArrowDown', '3')
    await expect(list(page).getByRole('option', { selected: true })).toHaveCount(2)
    await press('m')
    await expect(rows(page)).toHaveCount(3)
    await press('ArrowDown', 'x')
    await expect(rows(page)).toHaveCount(2)
    await press('Control+z')
    await expect(rows(page)).toHaveCount(3)
    await press('Escape', 'ArrowDown', 'Delete')
    await expect(rows(page)).toHaveCount(2)
  })

  await test.step('everything, cut at another level, picked and proposed', async () => {
    await press('ArrowRight')
    await expect(rows(page)).toHaveCount(0)
    await press('Shift+E')
    const bar = page.getByRole('region', { name: 'Everything' })
    await expect(bar).toBeVisible({ timeout: patience })
    const count = async () =>
      Number(/, (\d+) segment/.exec(await bar.getByRole('status').innerText())?.[1] ?? NaN)
    const slider = bar.getByRole('slider')
    await slider.fill('1')
    const finest = await count()
    expect(finest).toBeGreaterThan(1)
    await slider.fill('0')
    expect(await count()).toBeLessThanOrEqual(finest)
    await slider.fill('1')
    await click(page, 0.5, 0.5)
    await expect(bar).toContainText('Keep 1 picked')
    await bar.getByRole('button', { name: /^Keep 1 picked/ }).click()
    await expect(rows(page)).toHaveCount(1)
    await expect(rows(page).first()).toContainText(/kept\s*everything/)
    await press('Shift+E')
    await expect(bar).toBeVisible({ timeout: patience })
    await press('Shift+Enter')
    await expect(rows(page).nth(1)).toContainText(/no class\s*proposed/)
  })

  await test.step('export them as run lengths', async () => {
    const written = join(folder, 'taken away')
    await press('Alt+5')
    await page.getByRole('radio', { name: /^COCO, segments as run lengths/ }).press('Space')
    await page.getByRole('textbox', { name: 'Folder' }).fill(written)
    await press('Control+Enter')
    await expect(page.getByRole('status').filter({ hasText: 'Written to' })).toBeVisible({
      timeout: patience,
    })
    const { annotations } = exported.parse(readJsonIn(written))
    const masks = annotations.filter(({ segmentation }) => runs.safeParse(segmentation).success)
    // Two of the first picture, one of the second; labels without a mask have none.
    expect(masks).toHaveLength(3)
    await page.goBack()
    await expect(stage(page)).toBeVisible()
  })

  await test.step('assistive programs can read it, and it survives a reload', async () => {
    const kept = await rows(page).count()
    await expectReadableInBothThemes(page)
    await page.reload()
    await expect(rows(page).nth(Math.min(kept, 3) - 1)).toBeAttached()
    await page.setViewportSize({ width: 900, height: 600 })
    await press('p')
    await click(page, 0.5, 0.5)
    await expect(draft(page).getByRole('button', { name: /^Keep/ })).toBeInViewport()
    await expectReadableInBothThemes(page)
  })
})
