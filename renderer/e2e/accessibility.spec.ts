import axe from 'axe-core'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'

const rules = ['wcag2a', 'wcag2aa', 'wcag21aa']

test('every place can be read by assistive programs, in light and in dark', async ({
  page,
  host,
}) => {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.goto(host.address)
  const sample = page.getByRole('button', { name: 'Try the sample' })
  await expect(sample).toBeVisible()
  await expectReadable(page)
  await sample.press('Enter')
  await expect(page).toHaveURL(/\/label/, { timeout: 120_000 })

  for (const tab of ['Label', 'Review', 'Train', 'Export']) {
    await page.getByRole('link', { name: tab, exact: true }).press('Enter')
    await expect(page.getByRole('heading', { level: 1 })).toBeAttached()
    await page.emulateMedia({ colorScheme: 'light' })
    await expectReadable(page)
    await page.emulateMedia({ colorScheme: 'dark' })
    await expectReadable(page)
  }
})

/** Fails with the rule and the elements that break it. */
async function expectReadable(page: Page): Promise<void> {
  await page.evaluate(axe.source)
  const broken = await page.evaluate(async (tags) => {
    const { violations } = await window.axe.run(document, { runOnly: tags })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  }, rules)
  expect(broken).toEqual([])
}

declare global {
  interface Window {
    axe: typeof axe
  }
}
