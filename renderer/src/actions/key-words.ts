import { shallowRef } from 'vue'

const words: Record<string, string> = {
  ' ': 'Space',
  Space: 'Space',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Enter: 'Enter',
  Escape: 'Esc',
  Backspace: '⌫',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
}

/** Letters and signs of this keyboard by place, where the browser tells; empty until then. */
export const layoutLetters = shallowRef<ReadonlyMap<string, string>>(new Map())

export const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform)

/** A binding as the caps to draw: `$mod+Enter` becomes `Ctrl`, `Enter`. */
export function keyCaps(keys: string, mac: boolean = isMac()): readonly string[] {
  if (keys === '') return []
  return keys
    .split(/(?<=\w|\])\+/)
    .filter((part) => !/^\[.*\]$/.test(part))
    .map((part) => cap(part, mac))
}

function cap(part: string, mac: boolean): string {
  if (part === '$mod' || part === 'Control') return mac && part === '$mod' ? '⌘' : 'Ctrl'
  if (part === 'Shift') return mac ? '⇧' : 'Shift'
  if (part === 'Alt') return mac ? '⌥' : 'Alt'
  if (part.startsWith('Digit')) return part.slice(5)
  const printed = layoutLetters.value.get(part) ?? /^Key(.)$/.exec(part)?.[1]
  if (printed !== undefined) return printed.toUpperCase()
  return words[part] ?? (part.length === 1 ? part.toUpperCase() : part)
}

/** Chromium's own, and not yet in the types of the browser. */
interface KeyboardWithLayout {
  readonly getLayoutMap: () => Promise<ReadonlyMap<string, string>>
}

/** Learns what is printed on the keys, so that hints by place show this keyboard's own letters. */
export async function learnLayout(from: Navigator = navigator): Promise<void> {
  const keyboard: unknown = Reflect.get(from, 'keyboard')
  if (!hasLayout(keyboard)) return
  // Refused in some windows (a frame of another page, say): the usual letters are shown then.
  layoutLetters.value = await keyboard.getLayoutMap().catch(() => layoutLetters.value)
}

function hasLayout(keyboard: unknown): keyboard is KeyboardWithLayout {
  return typeof keyboard === 'object' && keyboard !== null && 'getLayoutMap' in keyboard
}
