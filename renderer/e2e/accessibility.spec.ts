import { expect, test } from './fixtures'
import { expectReadableInBothThemes } from './readable'
import { classNames, seedOne, trySample, waitForFeatures } from './steps'

test.setTimeout(300_000)

test('every place can be read by assistive programs, in light and in dark', async ({
  page,
  host,
  folder,
  press,
}) => {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.goto(host.address)
  await expect(page.getByRole('button', { name: 'Try the sample' })).toBeVisible()
  await expectReadableInBothThemes(page)
  const truth = await trySample(page, folder)
  const names = await classNames(page)
  for (let n = 0; n < 20; n++) await seedOne(page, truth, names)
  await waitForFeatures(page)
  await expectReadableInBothThemes(page)
  await press('g')
  await expectReadableInBothThemes(page)
  await press('g')

  for (const key of ['?', 'Control+k', 'Control+j', 'F1']) {
    await test.step(`what ${key} opens`, async () => {
      await press(key)
      await expectReadableInBothThemes(page)
      await press('Escape')
    })
  }

  await test.step('Review', async () => {
    await press('Alt+2')
    const tiles = page.getByRole('grid', { name: /^Page of pictures/ }).getByRole('gridcell')
    await expect(tiles.nth(3)).toBeVisible({ timeout: 60_000 })
    await press('Home', 'x', 'ArrowRight', 'Space')
    await expectReadableInBothThemes(page)
    await press('Enter')
    await expect(page.getByRole('listbox', { name: 'Suggestions, best first' })).toBeVisible()
    await expectReadableInBothThemes(page)
  })

  await test.step('Train', async () => {
    await press('Alt+3')
    await expect(page.getByRole('button', { name: 'Change…' })).toBeVisible()
    await expectReadableInBothThemes(page)
    await press('c')
    await expect(page.getByRole('button', { name: 'Done', exact: true })).toBeVisible()
    await expectReadableInBothThemes(page)
  })

  const project = /#\/p\/\w+/.exec(page.url())?.[0] ?? ''
  const addresses = [
    ...['insights', 'insights/together', 'export', 'classes'].map((view) => `${project}/${view}`),
    '#/new',
    '#/',
  ]
  for (const address of addresses) {
    await test.step(address, async () => {
      await page.goto(new URL(address, page.url()).href)
      await expect(page.getByRole('heading', { level: 1 })).toBeAttached()
      await expectReadableInBothThemes(page)
    })
  }
})
