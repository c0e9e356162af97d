import type { ClassInfo } from '@contract/classes'

export interface ClassKey {
  readonly class: ClassInfo
  /** As the dispatcher reads them: `Digit1`, `Shift+Digit1`, `b`. */
  readonly keys: readonly string[]
  /** As people read it: `1`, `⇧1`, `B`. */
  readonly hint: string
}

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0']

/**
 * Keys of the classes in their order: a class's own key first, then 1 to 0 for the first ten and
 * Shift with them for the next ten. A key that a class has of its own is not given to another.
 */
export function classKeys(classes: readonly ClassInfo[]): ClassKey[] {
  const taken = new Set(classes.flatMap((one) => one.hotkey ?? []))
  const free = [...plainDigits(), ...shiftedDigits()].filter((slot) => !taken.has(slot.hint))
  return classes.flatMap((one) => {
    const { hotkey } = one
    if (hotkey !== null) return { class: one, keys: [hotkey], hint: hotkey.toUpperCase() }
    const slot = free.shift()
    return slot === undefined ? [] : { class: one, ...slot }
  })
}

/** By the place of the key, because digits are shifted on some layouts; by its sign on a keypad. */
function plainDigits() {
  return DIGITS.map((digit) => ({ keys: [`Digit${digit}`, digit], hint: digit }))
}

/** By place only: Shift+1 writes another sign on every layout. */
function shiftedDigits() {
  return DIGITS.map((digit) => ({ keys: [`Shift+Digit${digit}`], hint: `⇧${digit}` }))
}
