import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './fixtures'
import { classNames, currentPicture, seedOne, status, trySample } from './steps'

test.setTimeout(300_000)

test('a count leads to its pictures and back, and a lost folder comes back by itself', async ({
  page,
  host,
  folder,
  press,
}) => {
  await page.goto(host.address)
  const truth = await trySample(page, folder)
  const names = await classNames(page)
  for (let n = 0; n < 4; n++) await seedOne(page, truth, names)

  const shown = page.getByRole('status', { name: 'Pictures shown' })
  const tiles = page.getByRole('gridcell')
  await test.step('the last decisions, newest first, and one of them', async () => {
    await status(page).getByRole('link', { name: '4 decisions' }).press('Enter')
    await expect(shown).toContainText('Last decisions, newest first · 4 pictures')
    await expect(tiles).toHaveCount(4)
    await expect(tiles.first()).toBeFocused()
    await press('ArrowRight', 'Enter')
    await expect(currentPicture(page)).toHaveAttribute('aria-label', /, seeded$/)
    await expect(shown).toContainText('4 pictures')
    await press('Escape')
    await expect(tiles).toHaveCount(4)
  })

  await test.step('a class by letters, after a reload too, and all pictures again', async () => {
    await press('/')
    await page.keyboard.type(names[0] ?? '')
    await press('Shift+Enter')
    await expect(shown).toContainText(`${names[0] ?? ''} · present`)
    await page.reload()
    await expect(shown).toContainText(`${names[0] ?? ''} · present`)
    await page.getByRole('button', { name: 'Show all pictures' }).first().press('Enter')
    await expect(shown).toBeHidden()
    await expect(tiles.nth(8)).toBeVisible()
  })

  await test.step('the picture folder goes and comes back', async () => {
    const pictures = join(folder, 'projects/Sample/pictures')
    await rename(pictures, `${pictures} away`)
    await press('End')
    const alert = page.getByRole('alert').filter({ hasText: 'cannot be found' })
    await expect(alert).toBeVisible()
    await rename(`${pictures} away`, pictures)
    await expect(alert).toBeHidden({ timeout: 20_000 })
    await expect(page.locator('.picture.failed')).toHaveCount(0)
  })
})
