import { shallowRef } from 'vue'
import { pressId } from './bindings'

const digits = Array.from({ length: 10 }, (_, digit) => `Digit${String(digit)}`)

/** Letters that classes of the open project have for themselves. */
export const classLetters = shallowRef<readonly string[]>([])

/** Whether a press gives a class its label: digits, with Shift too, and the classes' own letters. */
export function isClassKey(keys: string): boolean {
  const taken = [...digits, ...digits.map((digit) => `Shift+${digit}`), ...classLetters.value]
  return taken.some((one) => pressId(one) === pressId(keys))
}
