import { matchKeybindingPress, parseKeybinding } from 'tinykeys'

// A binding is one press as tinykeys writes it: `a`, `$mod+Enter`, `[Shift]+?`, `Shift+Digit1`.

/** Chords that belong to the system or the browser. */
const systemChords = new Set(
  [
    'Alt+Tab',
    'Alt+F4',
    'F5',
    'F11',
    'F12',
    ...['Tab', 'w', 'q', 't', 'n', 'r', 'l', 'c', 'v', 'x', 'p'].map((key) => `$mod+${key}`),
    ...['w', 't', 'n', 'i', 'j', 'Tab'].map((key) => `$mod+Shift+${key}`),
  ].map(pressId),
)

const arrows = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'])
/** Keys that only change others, or that an input method or a dead key is in the middle of. */
const noKeys = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'NumLock'])
const unfinished = new Set(['Dead', 'Process', 'Unidentified', 'Compose'])

/** Two bindings with the same id are the same press: `Digit1` and `1`, `Space` and ` `. */
export function pressId(keys: string): string {
  const [press] = parseKeybinding(keys)
  if (press === undefined) return ''
  const [required, , key] = press
  return [...required.toSorted(), plainKey(String(key))].join('+')
}

function plainKey(key: string): string {
  const place = /^(?:Digit|Numpad|Key)(.)$/.exec(key)
  return (place?.[1] ?? (key === ' ' ? 'Space' : key)).toLowerCase()
}

export function isArrow(keys: string): boolean {
  return arrows.has(keys)
}

export function isSystemChord(keys: string): boolean {
  return systemChords.has(pressId(keys)) || /(^|\+)Meta\+/.test(keys)
}

/** Why a person may not bind a press, or null. */
export function refusalOf(keys: string): 'system' | 'arrows' | 'tab' | null {
  if (isArrow(keys)) return 'arrows'
  if (/^(Shift\+)?Tab$/.test(keys)) return 'tab'
  return isSystemChord(keys) ? 'system' : null
}

/**
 * Whether a press is the one meant. A letter is the layout's own, so that A is where A is printed; on
 * a layout without Latin letters it is the key where Latin letters would be.
 */
export function matchesBinding(event: KeyboardEvent, keys: string): boolean {
  const [press, ...more] = parseKeybinding(keys)
  if (press === undefined || more.length > 0) return false
  if (matchKeybindingPress(event, press)) return true
  const [required, optional, key] = press
  if (typeof key !== 'string' || !/^[a-z]$/i.test(key) || !isForeignLetter(event)) return false
  return matchKeybindingPress(event, [required, optional, `Key${key.toUpperCase()}`])
}

/** A press as a binding that matches it again; null while only modifiers are down. */
export function bindingOf(event: KeyboardEvent, mac: boolean): string | null {
  if (event.isComposing || noKeys.has(event.key) || unfinished.has(event.key)) return null
  const { key, shiftCounts } = keyOf(event)
  const mod = mac ? event.metaKey : event.ctrlKey
  const parts = [
    mod ? '$mod' : '',
    mac && event.ctrlKey ? 'Control' : '',
    !mac && event.metaKey ? 'Meta' : '',
    event.altKey ? 'Alt' : '',
    // A sign is the same sign wherever the layout keeps it.
    shiftCounts ? (event.shiftKey ? 'Shift' : '') : '[Shift]',
  ]
  return [...parts.filter((part) => part !== ''), key].join('+')
}

function keyOf(event: KeyboardEvent): { key: string; shiftCounts: boolean } {
  if (/^Digit\d$/.test(event.code)) return { key: event.code, shiftCounts: true }
  if (event.key === ' ') return { key: 'Space', shiftCounts: true }
  if (isForeignLetter(event)) return { key: event.code.slice(3).toLowerCase(), shiftCounts: true }
  const isLetter = event.key.toLowerCase() !== event.key.toUpperCase()
  if (event.key.length > 1) return { key: event.key, shiftCounts: true }
  return { key: event.key.toLowerCase(), shiftCounts: isLetter }
}

/** A letter outside Latin on a key that has a Latin letter elsewhere; also what Option writes on a Mac. */
function isForeignLetter(event: KeyboardEvent): boolean {
  return /^Key[A-Z]$/.test(event.code) && event.key.length === 1 && event.key > '\u007f'
}
