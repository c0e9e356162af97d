import { expect, test } from './fixtures'
import { classNames, seedOne, status, trySample, waitForFeatures } from './steps'

test.setTimeout(240_000)

test('marks on a page outlive the host that dies under them, and are stored by the next one', async ({
  page,
  start,
  folder,
  press,
}) => {
  const killed = await start()
  await page.goto(killed.address)
  const truth = await trySample(page, folder)
  const names = await classNames(page)
  for (let n = 0; n < 20; n++) await seedOne(page, truth, names)
  await waitForFeatures(page)
  await press('Alt+2')
  const tiles = page.getByRole('grid', { name: /^Page of pictures/ }).getByRole('gridcell')
  const commit = page.getByRole('button', { name: /^(Accept|Reject) page/ })
  await expect(tiles.nth(3)).toBeVisible({ timeout: 60_000 })
  await expect(commit).toBeEnabled()
  await press('Home', 'x', 'ArrowRight', 'ArrowRight', 'Space')
  const marked = tiles.and(page.getByRole('gridcell', { selected: true }))
  await expect(marked).toHaveCount(2)
  const before = await tiles.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))

  await killed.kill()
  const banner = page
    .getByRole('alert')
    .filter({ hasText: 'connection to Singlet’s engine is lost' })
  await expect(banner).toBeVisible()
  await press('Control+Enter')
  await expect(page.getByText('Not stored; put back as it was.')).toBeVisible()
  await expect(marked).toHaveCount(2)

  await start(Number(new URL(killed.address).port))
  await expect(banner).toBeHidden({ timeout: 30_000 })
  await expect(status(page)).toContainText('20 decisions')
  await expect(marked).toHaveCount(2)
  const after = await tiles.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))
  expect(after).toEqual(before)
  await expect(commit).toBeEnabled()
  await page.getByRole('main').focus()
  await press('Control+Enter')
  await expect(status(page)).toContainText(`${20 + before.length} decisions`)
})
