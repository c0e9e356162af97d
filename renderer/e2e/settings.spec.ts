import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expectReadable } from './readable'
import { expect, test } from './fixtures'

const sections = ['Appearance', 'Keys', 'Devices', 'Models', 'Storage', 'Privacy', 'About']

test('every part of the settings has an address and can be read, in light and in dark', async ({
  page,
  host,
  press,
}) => {
  await page.goto(host.address)
  await expect(page.getByRole('main')).toBeVisible()
  await press('Control+,')
  await expect(page).toHaveURL(/settings/)
  for (const section of sections) {
    await page.getByRole('link', { name: section, exact: true }).press('Enter')
    await expect(page.getByRole('heading', { level: 2, name: section })).toBeVisible()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await expectReadable(page)
    }
  }
  await page.reload()
  await expect(page.getByRole('heading', { level: 2, name: 'About' })).toBeVisible()
  await press('Escape')
  await expect(page).not.toHaveURL(/settings/)
})

test('a key is changed, asked about, taken back, and the change holds after a reload', async ({
  page,
  host,
  press,
}) => {
  await page.goto(host.address)
  await expect(page.getByRole('main')).toBeVisible()
  await press('Control+,')
  await page.getByRole('link', { name: 'Keys', exact: true }).press('Enter')
  await giveKey(page, 'Show jobs', 'F8')
  await expect(page.getByText('Keys of “Show jobs” changed')).toBeVisible()
  await press('F8')
  await expect(page.getByRole('complementary', { name: 'Jobs' })).toBeVisible()
  await press('F8')

  await giveKey(page, 'Show jobs', 'Control+k')
  await expect(page.getByText('Ctrl+K is used by “Find anything” (Everywhere).')).toBeVisible()
  await page.getByRole('button', { name: 'Leave as it was' }).press('Enter')
  await giveKey(page, 'Show jobs', 'Control+w')
  await expect(page.getByText(/Ctrl\+W belongs to the system/)).toBeVisible()

  await page.reload()
  await expect(page.getByRole('button', { name: 'Take F8 away from “Show jobs”' })).toBeVisible()
  await page.getByRole('button', { name: 'Reset all keys' }).press('Enter')
  await expect(page.getByRole('button', { name: 'Take F8 away from “Show jobs”' })).toBeHidden()
})

test('another language is spoken at once, in every window', async ({ page, context, host }) => {
  await page.goto(host.address)
  await page.goto(`${new URL(host.address).origin}/#/settings`)
  const other = await context.newPage()
  await other.goto(host.address)
  await expect(other.getByRole('button', { name: 'Try the sample' })).toBeVisible()
  await page.getByRole('combobox', { name: 'Language' }).press('Enter')
  await page.getByRole('option', { name: 'Deutsch' }).press('Enter')
  await expect(page.getByRole('heading', { name: 'Einstellungen' })).toBeVisible()
  await expect(other.getByRole('button', { name: 'Beispiel ausprobieren' })).toBeVisible()
  expect(await other.evaluate(() => document.documentElement.lang)).toBe('de')
})

test('settings that cannot be read begin anew, and say where the old ones are', async ({
  page,
  folder,
  start,
}) => {
  writeFileSync(join(folder, 'user.json'), '{ "settings": ')
  const { address } = await start()
  await page.goto(address)
  await expect(page.getByRole('alert')).toContainText('could not be read')
  await expect(page.getByRole('alert')).toContainText('user-damaged-')
})

async function giveKey(page: Page, action: string, key: string): Promise<void> {
  await page.getByRole('button', { name: `Add a key to “${action}”` }).press('Enter')
  await page.keyboard.press(key)
}
