import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { classNames, currentPicture, seedOne, status, trySample, waitForFeatures } from './steps'

test.setTimeout(300_000)

test('a reload in the middle of any view comes back to the same place', async ({
  page,
  host,
  folder,
  press,
}) => {
  await page.goto(host.address)
  const truth = await trySample(page, folder)
  const names = await classNames(page)
  for (let n = 0; n < 20; n++) await seedOne(page, truth, names)

  await test.step('Label: the same picture', async () => {
    await press('ArrowRight', 'ArrowRight')
    await expect(page).toHaveURL(/label/)
    const shown = await currentPicture(page).getAttribute('aria-label')
    await again(page)
    await expect(currentPicture(page)).toHaveAttribute('aria-label', shown ?? '')
  })

  await test.step('Label, grid: still the grid', async () => {
    await press('g')
    const tiles = page.getByRole('gridcell', { name: /, (to do|seeded)$/ })
    await expect(tiles.nth(5)).toBeVisible()
    await again(page)
    await expect(tiles.nth(5)).toBeVisible()
    await press('g')
  })

  await test.step('Review, sweep: the same class and tile', async () => {
    await waitForFeatures(page)
    await press('Alt+2')
    const grid = page.getByRole('grid', { name: /^Page of pictures/ })
    await expect(grid.getByRole('gridcell').nth(3)).toBeVisible({ timeout: 60_000 })
    // While the model is still being built a page may come back with other pictures on it.
    await expect(async () => {
      await press('Home', 'ArrowRight', 'ArrowRight')
      await expect(page).toHaveURL(/at=/)
      const name = await grid.getAttribute('aria-label')
      const address = page.url()
      await again(page)
      await expect(grid).toHaveAttribute('aria-label', name ?? '')
      await expect(page).toHaveURL(address, { timeout: 3_000 })
    }).toPass({ timeout: 90_000 })
  })

  await test.step('Review, image: the same picture', async () => {
    const tile = page.getByRole('gridcell').nth(2)
    await expect(tile).toBeVisible()
    await press('Enter')
    await expect(page).toHaveURL(/review\/image\/\d+/)
    const address = page.url()
    await again(page)
    await expect(page).toHaveURL(address)
    await expect(page.getByRole('listbox', { name: 'Suggestions, best first' })).toBeVisible()
  })

  await test.step('Train: the run goes on', async () => {
    await press('Alt+3')
    await expect(page.getByRole('button', { name: /^Train/ }).first()).toBeEnabled()
    await press('Control+Enter')
    const run = page.getByRole('row').filter({
      has: page.getByRole('button', { name: 'Show the curves of run 1' }),
    })
    await expect(run).toBeVisible({ timeout: 60_000 })
    await again(page)
    await expect(run).toContainText('done', { timeout: 120_000 })
  })

  for (const tab of ['Insights', 'Export']) {
    await test.step(`${tab}: the same view`, async () => {
      await page.getByRole('link', { name: tab, exact: true }).press('Enter')
      await expect(page.getByRole('heading', { level: 1 })).toBeAttached()
      const address = page.url()
      await again(page)
      await expect(page).toHaveURL(address)
      await expect(page.getByRole('heading', { level: 1 })).toBeAttached()
    })
  }
})

/** Reloads the page and waits until the project is there again. */
async function again(page: Page): Promise<void> {
  await page.reload()
  await expect(status(page)).toContainText('20 / 540 seeded')
}
