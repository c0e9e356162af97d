import { afterEach, expect, test } from 'vitest'
import { keyCaps, layoutLetters, learnLayout } from './key-words'

afterEach(() => {
  layoutLetters.value = new Map()
})

test('chords are written with the caps of the machine', () => {
  expect(keyCaps('$mod+Enter', false)).toEqual(['Ctrl', 'Enter'])
  expect(keyCaps('$mod+Shift+z', true)).toEqual(['⌘', '⇧', 'Z'])
})

test('position keys show what is printed on them, optional modifiers nothing', () => {
  expect(keyCaps('Alt+Digit3', false)).toEqual(['Alt', '3'])
  expect(keyCaps('KeyA', false)).toEqual(['A'])
  expect(keyCaps('[Shift]+?', false)).toEqual(['?'])
  expect(keyCaps('ArrowLeft', false)).toEqual(['←'])
  expect(keyCaps('[Shift]++', false)).toEqual(['+'])
})

test('a key by its place shows the letter that this keyboard has there', async () => {
  const azerty = { getLayoutMap: () => Promise.resolve(new Map([['KeyA', 'q']])) }
  // Only what is read of it: the rest of a navigator has no part in this.
  await learnLayout({ keyboard: azerty } as unknown as Navigator)
  expect(keyCaps('KeyA', false)).toEqual(['Q'])
  expect(keyCaps('KeyB', false)).toEqual(['B'])
  await learnLayout({} as Navigator)
  expect(keyCaps('KeyA', false)).toEqual(['Q'])
})
