import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import {
  classNames,
  contents,
  seedOne,
  status,
  trainRun,
  trySample,
  waitForFeatures,
} from './steps'

test.setTimeout(300_000)

test('from the sample to a dataset and a classifier, by keyboard and offline', async ({
  page,
  start,
  folder,
  press,
}) => {
  const first = await start()
  const asked = recordRequests(page)
  await page.goto(first.address)
  const truth = await trySample(page, folder)

  await test.step('seed 25 pictures', async () => {
    const names = await classNames(page)
    expect(names.length).toBeGreaterThanOrEqual(12)
    const seeded = new Set<string>()
    for (let n = 0; n < 25; n++) seeded.add(await seedOne(page, truth, names))
    expect(seeded.size).toBe(25)
    await expect(status(page)).toContainText('25 / 540 seeded')
    await press('Control+z')
    await expect(status(page)).toContainText('24 / 540 seeded')
    await press('Control+Shift+z')
    await expect(status(page)).toContainText('25 / 540 seeded')
  })

  await test.step('train on WASM', async () => {
    await waitForFeatures(page)
    await press('Alt+3')
    await expect(page.getByRole('button', { name: 'Change…' })).toBeVisible()
    await press('c')
    await page.getByRole('combobox', { name: 'Device' }).press('Enter')
    await page.getByRole('option', { name: 'WebAssembly', exact: true }).press('Enter')
    await page.getByRole('button', { name: 'Done', exact: true }).press('Enter')
    await trainRun(page, 1)
    await expect(page.getByRole('region', { name: 'Curves' })).toContainText('wasm')
    await expect(status(page)).toContainText('round 1')
  })

  await test.step('review pages of suggestions', async () => {
    const before = await contents(page)
    await press('Alt+2')
    const total = { present: 0, absent: 0, undecided: 0 }
    for (let n = 0; n < 3; n++) {
      const answers = await answerPage(page)
      for (const state of ['present', 'absent', 'undecided'] as const)
        total[state] += answers[state]
    }
    expect(total.undecided).toBe(3)
    expect(Math.min(total.present, total.absent)).toBeGreaterThan(0)
    expect(await contents(page)).toEqual(sum(before, total))
  })

  await test.step('take a page back and give it again', async () => {
    const before = await contents(page)
    await press('Alt+2')
    const answers = await answerPage(page)
    await press('Control+z')
    await expect.poll(() => contents(page)).toEqual(before)
    await press('Alt+2')
    await expect(tiles(page).first()).toBeVisible()
    await press('Control+Shift+z')
    await expect.poll(() => contents(page)).toEqual(sum(before, answers))
  })

  await test.step('review one picture', async () => {
    const before = await contents(page)
    await press('Alt+2')
    const suggestions = page.getByRole('listbox', { name: 'Suggestions, best first' })
    await expect(async () => {
      await tiles(page).first().press('Enter', { timeout: 2_000 })
      await expect(suggestions.getByRole('option').first()).toBeVisible({ timeout: 3_000 })
    }).toPass({ timeout: 20_000 })
    const rest = page.getByRole('button', { name: /less likely class/ })
    if (await rest.isVisible()) await rest.press('Enter')
    await page.getByRole('main').focus()
    // What is accepted keeps the mask that spoke for it.
    const keep = page.getByRole('button', { name: /^Accept and keep its segment/ })
    await expect(keep).toBeVisible({ timeout: 60_000 })
    for (const key of ['Shift+A', 'x', 'Space']) {
      const options = await suggestions.getByRole('option').count()
      await press(key)
      await expect(suggestions.getByRole('option')).toHaveCount(options - 1)
    }
    await press('Escape')
    await expect(tiles(page).first()).toBeVisible()
    const answers = { present: 1, absent: 1, undecided: 1 }
    await expect.poll(() => contents(page)).toEqual(sum(before, answers))
  })

  await test.step('train again', async () => {
    await trainRun(page, 2)
    await expect(status(page)).toContainText('round 2')
  })

  await test.step('compare the two trainings', async () => {
    for (const number of [1, 2]) {
      await page.getByRole('checkbox', { name: `Compare run ${number}` }).press('Space')
    }
    const comparison = page.getByRole('region', { name: 'Comparison of runs 1, 2' })
    await expect(comparison.getByRole('img', { name: /^Loss\. Run 1: .*; Run 2: / })).toBeVisible()
    await comparison.getByRole('tab', { name: 'By epoch' }).press('ArrowRight')
    await expect(comparison.getByRole('img', { name: /Observed positives/ })).toHaveCount(2)
    const save = comparison.getByRole('button', { name: 'Save picture (SVG)' })
    const [saved] = await Promise.all([page.waitForEvent('download'), save.press('Enter')])
    expect(readFileSync(await saved.path(), 'utf8')).toContain('Predicted probabilities')
    await comparison.getByRole('tab', { name: 'Distributions' }).press('End')
    await expect(comparison.getByRole('row', { name: /^Decisions/ })).toBeVisible()
  })

  const written = join(folder, 'taken away')
  await test.step('export the dataset and the classifier', async () => {
    for (const format of ['CSV', 'Classifier (ONNX)']) {
      await press('Alt+5')
      await page
        .getByRole('radio', { name: new RegExp(`^${format.replace(/[()]/g, '\\$&')}`) })
        .press('Space')
      await page.getByRole('textbox', { name: 'Folder' }).fill(written)
      await press('Control+Enter')
      await expect(page.getByRole('status').filter({ hasText: 'Written to' })).toContainText(
        written,
        {
          timeout: 60_000,
        },
      )
    }
    expect(statSync(join(written, 'classifier.onnx')).size).toBeGreaterThan(100_000)
    expect(readFileSync(join(written, 'classes.txt'), 'utf8').trim().split('\n')).toHaveLength(
      new Set([...truth.values()].flatMap((classes) => [...classes])).size,
    )
    expect(existsSync(join(written, 'MODEL_CARD.md'))).toBe(true)
  })

  await test.step('reload, end, start and open again: all is as it was', async () => {
    const figures = await labelled(page)
    const labels = await contents(page)
    await page.reload()
    await expect.poll(() => labelled(page)).toEqual(figures)
    expect(await contents(page)).toEqual(labels)

    await first.stop()
    const second = await start()
    await page.goto(second.address)
    await page.getByRole('link', { name: 'Sample', exact: true }).press('Enter')
    await expect.poll(() => labelled(page)).toEqual(figures)
    expect(await contents(page)).toEqual(labels)
    await press('Alt+3')
    await expect(page.getByRole('row').filter({ hasText: 'done' })).toHaveCount(2)
    expect(second.outgoing()).toEqual([])
  })

  await test.step('nothing has left this machine', () => {
    expect(asked.length).toBeGreaterThan(100)
    expect(asked.filter((url) => new URL(url).hostname !== '127.0.0.1')).toEqual([])
    expect(first.outgoing()).toEqual([])
  })
})

type Counts = Record<'present' | 'absent' | 'undecided', number>

function sum(a: Counts, b: Counts): Counts {
  return {
    present: a.present + b.present,
    absent: a.absent + b.absent,
    undecided: a.undecided + b.undecided,
  }
}

function tiles(page: Page) {
  return page.getByRole('grid', { name: /^Page of pictures/ }).getByRole('gridcell')
}

/** Marks two exceptions and one doubt on a page, stores it, and tells what it was stored as. */
async function answerPage(page: Page): Promise<Counts> {
  const cells = tiles(page)
  const onwards = page.getByRole('button', { name: /^Next class:/ })
  await expect(cells.first().or(onwards)).toBeVisible({ timeout: 60_000 })
  if (await onwards.isVisible()) await onwards.press('Enter')
  await expect(cells.nth(3)).toBeVisible()
  const marked = cells.and(page.getByRole('gridcell', { selected: true }))
  await page.keyboard.press('Home')
  for (const [i, mark] of ['x', 'x', 'Space'].entries()) {
    if (i > 0) await page.keyboard.press('ArrowRight')
    await page.keyboard.press(mark)
    await expect(marked).toHaveCount(i + 1)
  }
  const names = await cells.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))
  const count = (state: string) => names.filter((name) => name?.includes(`: ${state},`)).length
  const answers = {
    present: count('present'),
    absent: count('absent'),
    undecided: count('undecided'),
  }
  expect(answers.present + answers.absent + answers.undecided).toBe(names.length)
  const before = await decisions(page)
  // A page can be stored once every picture on it has appeared.
  await expect(page.getByRole('button', { name: /^(Accept|Reject) page/ })).toBeEnabled()
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => decisions(page)).toBe(before + names.length)
  return answers
}

async function decisions(page: Page): Promise<number> {
  const text = await status(page).innerText()
  return Number(/([\d,]+) decisions?/.exec(text)?.[1]?.replace(',', '') ?? NaN)
}

/** What people and trainings have made of the dataset; estimates come after they are computed. */
async function labelled(page: Page): Promise<string[]> {
  const text = await status(page).innerText()
  return text.match(/[\d,]+ \/ [\d,]+ seeded|round \d+|[\d,]+ decisions?/g) ?? []
}

/** Every address that the page asks for, sockets included, from now on. */
function recordRequests(page: Page): string[] {
  const asked: string[] = []
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url())) asked.push(request.url())
  })
  page.on('websocket', (socket) => asked.push(socket.url()))
  return asked
}
