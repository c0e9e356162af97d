import { X } from '@lucide/vue'
import { TooltipProvider } from 'reka-ui'
import { expect, test } from 'vitest'
import { createApp, h } from 'vue'
import UiIconButton from './UiIconButton.vue'

function mount(props: Record<string, unknown>): HTMLButtonElement {
  const root = document.createElement('div')
  document.body.append(root)
  createApp({
    render: () => h(TooltipProvider, () => h(UiIconButton, { icon: X, label: 'Close', ...props })),
  }).mount(root)
  const button = root.querySelector('button')
  if (button === null) throw new Error('no button was drawn')
  return button
}

test('a press reaches whoever listens, through the tooltip around the button', () => {
  let presses = 0
  const button = mount({ onClick: () => (presses += 1) })
  button.click()
  expect(presses).toBe(1)
})

test('it is named, and says whether it is pressed only when it can be', () => {
  expect(mount({}).getAttribute('aria-label')).toBe('Close')
  expect(mount({}).hasAttribute('aria-pressed')).toBe(false)
  expect(mount({ pressed: true }).getAttribute('aria-pressed')).toBe('true')
})
