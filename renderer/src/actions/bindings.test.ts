import { expect, test } from 'vitest'
import { bindingOf, matchesBinding, pressId, refusalOf } from './bindings'

function down(key: string, code: string, init: KeyboardEventInit = {}): KeyboardEvent {
  return new KeyboardEvent('keydown', { key, code, ...init })
}

test('what was pressed becomes a binding that the same press matches', () => {
  const presses: [KeyboardEvent, string][] = [
    [down('a', 'KeyA'), 'a'],
    [down('A', 'KeyA', { shiftKey: true }), 'Shift+a'],
    [down('k', 'KeyK', { ctrlKey: true }), '$mod+k'],
    [down('!', 'Digit1', { shiftKey: true }), 'Shift+Digit1'],
    [down('?', 'Slash', { shiftKey: true }), '[Shift]+?'],
    [down(' ', 'Space'), 'Space'],
    [down('F2', 'F2', { altKey: true }), 'Alt+F2'],
    [down('+', 'BracketRight'), '[Shift]++'],
  ]
  for (const [event, binding] of presses) {
    expect(bindingOf(event, false)).toBe(binding)
    expect(matchesBinding(event, binding), binding).toBe(true)
  }
})

test('a modifier alone, a dead key and an input method are no press yet', () => {
  expect(bindingOf(down('Shift', 'ShiftLeft', { shiftKey: true }), false)).toBeNull()
  expect(bindingOf(down('Dead', 'BracketLeft'), false)).toBeNull()
  expect(bindingOf(down('か', 'KeyK', { isComposing: true }), false)).toBeNull()
})

test('on a French keyboard A is where A is printed', () => {
  expect(matchesBinding(down('a', 'KeyQ'), 'a')).toBe(true)
  expect(matchesBinding(down('q', 'KeyA'), 'a')).toBe(false)
})

test('French digits are found by their place although they need Shift', () => {
  expect(matchesBinding(down('&', 'Digit1'), 'Digit1')).toBe(true)
})

test('on a keyboard without Latin letters the place decides', () => {
  expect(matchesBinding(down('ф', 'KeyA'), 'a')).toBe(true)
  expect(bindingOf(down('ф', 'KeyA'), false)).toBe('a')
  expect(matchesBinding(down('ф', 'KeyA', { ctrlKey: true }), 'a')).toBe(false)
})

test('two ways to write a press are the same press', () => {
  expect(pressId('Digit1')).toBe(pressId('1'))
  expect(pressId('$mod+Shift+z')).toBe(pressId('Shift+$mod+Z'))
  expect(pressId('a')).not.toBe(pressId('Shift+a'))
})

test('what belongs to the system, to the focus and to moving is refused', () => {
  expect(refusalOf('$mod+w')).toBe('system')
  expect(refusalOf('Meta+a')).toBe('system')
  expect(refusalOf('F11')).toBe('system')
  expect(refusalOf('Shift+Tab')).toBe('tab')
  expect(refusalOf('ArrowLeft')).toBe('arrows')
  expect(refusalOf('$mod+ArrowLeft')).toBeNull()
  expect(refusalOf('k')).toBeNull()
})
