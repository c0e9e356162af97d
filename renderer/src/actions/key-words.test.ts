import { expect, test } from 'vitest'
import { keyCaps } from './key-words'

test('chords are written with the caps of the machine', () => {
  expect(keyCaps('$mod+Enter', false)).toEqual(['Ctrl', 'Enter'])
  expect(keyCaps('$mod+Shift+z', true)).toEqual(['⌘', '⇧', 'Z'])
})

test('position keys show what is printed on them, optional modifiers nothing', () => {
  expect(keyCaps('Alt+Digit3', false)).toEqual(['Alt', '3'])
  expect(keyCaps('KeyA', false)).toEqual(['A'])
  expect(keyCaps('[Shift]+?', false)).toEqual(['?'])
  expect(keyCaps('ArrowLeft', false)).toEqual(['←'])
})
