import axe from 'axe-core'
import { expect, type Page } from '@playwright/test'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Fails with the rule and the elements that break it. */
export async function expectReadable(page: Page): Promise<void> {
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
