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

const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform)

/** A binding as the caps to draw: `$mod+Enter` becomes `Ctrl`, `Enter`. */
export function keyCaps(keys: string, mac: boolean = isMac()): readonly string[] {
  return keys
    .split('+')
    .filter((part) => !/^\[.*\]$/.test(part))
    .map((part) => cap(part, mac))
}

function cap(part: string, mac: boolean): string {
  if (part === '$mod' || part === 'Control') return mac && part === '$mod' ? '⌘' : 'Ctrl'
  if (part === 'Shift') return mac ? '⇧' : 'Shift'
  if (part === 'Alt') return mac ? '⌥' : 'Alt'
  const code = /^(?:Digit|Key)(.)$/.exec(part)
  if (code?.[1] !== undefined) return code[1]
  return words[part] ?? (part.length === 1 ? part.toUpperCase() : part)
}
