import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixtures'
import { classNames, currentPicture, status } from './steps'

test.setTimeout(300_000)

test('from the sample to a dataset by mouse alone', async ({ page, host, folder }) => {
  await page.addInitScript(() => {
    window.addEventListener('keydown', () => (window.keysPressed = (window.keysPressed ?? 0) + 1), {
      capture: true,
    })
  })
  await page.goto(host.address)
  await page.getByRole('button', { name: 'Try the sample' }).click()
  await expect(currentPicture(page)).toBeVisible({ timeout: 120_000 })

  await test.step('seed fifteen pictures by clicks on classes', async () => {
    const classes = page.getByRole('listbox', { name: 'Classes' }).getByRole('option')
    const names = await classNames(page)
    for (let n = 0; n < 15; n++) {
      const shown = (await currentPicture(page).getAttribute('aria-label')) ?? ''
      await classes.nth(n % names.length).click()
      await expect(currentPicture(page)).not.toHaveAttribute('aria-label', shown)
    }
    await expect(status(page)).toContainText('15 / 540 seeded')
  })

  await test.step('answer a page and take it back', async () => {
    await expect(status(page).getByText('looking at the pictures')).toBeHidden({ timeout: 120_000 })
    await page.getByRole('link', { name: 'Review', exact: true }).click()
    const tiles = page.getByRole('grid', { name: /^Page of pictures/ }).getByRole('gridcell')
    await expect(tiles.nth(3)).toBeVisible({ timeout: 60_000 })
    const commit = page.getByRole('button', { name: /^(Accept|Reject) page/ })
    await expect(commit).toBeEnabled()
    await tiles.nth(0).click()
    await tiles.nth(2).click()
    await expect(tiles.and(page.getByRole('gridcell', { selected: true }))).toHaveCount(2)
    const size = await tiles.count()
    await commit.click()
    await expect(status(page)).toContainText(`${15 + size} decisions`)
    await page.getByRole('button', { name: /^Undo/ }).click()
    await expect(status(page)).toContainText('15 decisions')
    await commit.click()
    await expect(status(page)).toContainText(`${15 + size} decisions`)
  })

  await test.step('train', async () => {
    await page.getByRole('link', { name: 'Train', exact: true }).click()
    const train = page.getByRole('region', { name: 'Train' })
    await train.getByRole('button', { name: /^Train/ }).click()
    await expect(page.getByRole('row').filter({ hasText: 'done' })).toBeVisible({
      timeout: 120_000,
    })
  })

  await test.step('export', async () => {
    await page.getByRole('link', { name: 'Export', exact: true }).click()
    await page.getByRole('radio', { name: /^CSV/ }).click()
    await page.getByRole('button', { name: 'Choose…' }).click()
    const chooser = page.getByRole('dialog', { name: 'Choose a folder' })
    await chooser.getByRole('button', { name: 'Choose this folder' }).click()
    const chosen = await page.getByRole('textbox', { name: 'Folder' }).inputValue()
    await page.getByRole('button', { name: /^Export/ }).click()
    await expect(page.getByRole('status').filter({ hasText: 'Written to' })).toBeVisible({
      timeout: 60_000,
    })
    expect(statSync(join(chosen, 'labels.csv')).size).toBeGreaterThan(0)
    expect(chosen.startsWith(folder)).toBe(true)
  })

  expect(await page.evaluate(() => window.keysPressed ?? 0)).toBe(0)
})

declare global {
  interface Window {
    keysPressed?: number
  }
}
