import { expect, test } from 'vitest'
import { createApp } from 'vue'
import { helpPageAt, helpPageOf, helpPages, loadHelpPage } from './help-pages'

test('every view with a page opens it, and any other the first steps', () => {
  expect(helpPageOf('sweep')).toBe('review-sweep')
  expect(helpPageOf('nothing known')).toBe('first-steps')
})

test.each(helpPages)('the page $id can be read, and its links lead to pages', async ({ id }) => {
  const page = document.createElement('div')
  createApp(await loadHelpPage(id)).mount(page)
  expect(page.querySelector('h1')?.textContent).toMatch(/\w/)
  expect(page.textContent.length).toBeGreaterThan(400)
  for (const link of page.querySelectorAll('a')) {
    expect(helpPageAt(link.getAttribute('href') ?? ''), link.textContent).not.toBeNull()
  }
})
