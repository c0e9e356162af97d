import { afterEach, expect, test } from 'vitest'
import type { RegisteredAction } from './action'
import { actionFor } from './dispatch'
import { keymap, ownKeys } from './keymap'
import { registerActions, registeredActions } from './registry'

const accept = action('accept', ['a'])

function action(
  id: string,
  keys: string[],
  more: Partial<RegisteredAction> = {},
): RegisteredAction {
  return { id, titleKey: 'action.train', keys, scope: 'sweep', run: () => undefined, ...more }
}

/** Presses a key on an element that is in the page, and returns the event as a listener sees it. */
function press(key: string, html = '<div></div>', init: KeyboardEventInit = {}): KeyboardEvent {
  document.body.innerHTML = html
  const target = document.body.querySelector('[data-target]') ?? document.body.firstElementChild
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init })
  target?.dispatchEvent(event)
  return event
}

afterEach(() => {
  keymap.value = ownKeys
  document.body.innerHTML = ''
})

test('a plain key finds the action that wants it', () => {
  expect(actionFor(press('a'), [accept])).toBe(accept)
  expect(actionFor(press('b'), [accept])).toBeNull()
})

test('the first action that is enabled wins', () => {
  const off = action('off', ['a'], { enabled: () => false })
  expect(actionFor(press('a'), [off, accept])).toBe(accept)
})

test('typing is never taken from an input, except chords that say so', () => {
  const palette = action('palette', ['Control+k'], { inInputs: true })
  const chord = press('k', '<input data-target>', { ctrlKey: true })
  expect(actionFor(chord, [palette])).toBe(palette)
  expect(actionFor(press('a', '<input data-target>'), [accept])).toBeNull()
  expect(actionFor(press('a', '<textarea data-target></textarea>'), [accept])).toBeNull()
})

test('a checkbox is no place to type: letters stay with the view', () => {
  expect(actionFor(press('a', '<input type="checkbox" data-target>'), [accept])).toBe(accept)
})

test('keys of an IME that is composing are left alone', () => {
  expect(actionFor(press('a', '<div></div>', { isComposing: true }), [accept])).toBeNull()
  expect(actionFor(press('Process'), [action('any', ['Process'])])).toBeNull()
})

test('while a dialog is open the keys of the view rest', () => {
  const html = '<div data-overlay="dialog"></div><div data-target></div>'
  expect(actionFor(press('a', html), [accept])).toBeNull()
})

test('a focused button keeps its Enter and Space, a grid cell does not', () => {
  const commit = action('toggle', ['Space', 'Enter'])
  expect(actionFor(press('Enter', '<button data-target></button>'), [commit])).toBeNull()
  expect(actionFor(press(' ', '<button data-target></button>'), [commit])).toBeNull()
  const cell = '<div role="gridcell" data-target></div>'
  expect(actionFor(press('Enter', cell), [commit])).toBe(commit)
})

test('a button does not keep chords with Enter', () => {
  const commit = action('commit', ['Control+Enter'])
  const event = press('Enter', '<button data-target></button>', { ctrlKey: true })
  expect(actionFor(event, [commit])).toBe(commit)
})

test('what a control has used is not used twice, but a chord gets past a control that only blocks', () => {
  const commit = action('commit', ['Enter', 'Control+Enter'])
  const plain = press('Enter')
  plain.preventDefault()
  expect(actionFor(plain, [commit])).toBeNull()
  const chord = press('Enter', '<div></div>', { ctrlKey: true })
  chord.preventDefault()
  expect(actionFor(chord, [commit])).toBe(commit)
})

test('a key that is held down acts once, unless the action repeats', () => {
  const move = action('move', ['ArrowRight'], { repeats: true })
  const held = { repeat: true }
  expect(actionFor(press('a', '<div></div>', held), [accept])).toBeNull()
  expect(actionFor(press('ArrowRight', '<div></div>', held), [move])).toBe(move)
})

test('a modifier that was not asked for makes it another key', () => {
  expect(actionFor(press('a', '<div></div>', { ctrlKey: true }), [accept])).toBeNull()
})

test('a slider keeps its arrows', () => {
  const move = action('move', ['ArrowRight'])
  expect(actionFor(press('ArrowRight', '<input type="range" data-target>'), [move])).toBeNull()
})

test('a later registration comes first and leaves when it is taken away', () => {
  const leaveFrame = registerActions('everywhere', () => [accept])
  const leaveView = registerActions('sweep', () => [action('other', ['a'])])
  expect(registeredActions.value.map((item) => item.id)).toEqual(['other', 'accept'])
  leaveView()
  expect(registeredActions.value.map((item) => item.id)).toEqual(['accept'])
  leaveFrame()
  expect(registeredActions.value).toEqual([])
})

test('chords of the system cannot be bound', () => {
  for (const keys of ['$mod+w', '$mod+Tab', 'F11', 'Alt+F4', 'Alt+Tab']) {
    expect(() => registerActions('sweep', () => [action('bad', [keys])])).toThrow(/belongs to/)
  }
})

test('a key that a person chose replaces the action’s own, also while the view is open', () => {
  const leave = registerActions('sweep', () => [accept, action('reject', ['x'])])
  keymap.value = { preset: 'default', changed: { accept: ['y'], reject: [] } }
  expect(actionFor(press('a'), registeredActions.value)).toBeNull()
  expect(actionFor(press('y'), registeredActions.value)?.id).toBe('accept')
  expect(actionFor(press('x'), registeredActions.value)).toBeNull()
  leave()
})

test('a preset gives its keys, and arrows go on moving', () => {
  const leave = registerActions('image', () => [
    action('image-next', ['ArrowRight']),
    action('image-before', ['ArrowLeft']),
  ])
  keymap.value = { preset: 'cvat', changed: {} }
  expect(actionFor(press('f'), registeredActions.value)?.id).toBe('image-next')
  expect(actionFor(press('d'), registeredActions.value)?.id).toBe('image-before')
  expect(actionFor(press('ArrowRight'), registeredActions.value)?.id).toBe('image-next')
  leave()
})

test('a chosen letter is no more taken from an input than any other', () => {
  const leave = registerActions('sweep', () => [accept])
  keymap.value = { preset: 'default', changed: { accept: ['y'] } }
  const typed = press('y', '<input data-target>')
  expect(actionFor(typed, registeredActions.value)).toBeNull()
  const composing = press('y', '<div></div>', { isComposing: true })
  expect(actionFor(composing, registeredActions.value)).toBeNull()
  leave()
})
