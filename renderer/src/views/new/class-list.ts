import { tidy } from '@/components/classes/class-search'

/** A typed or pasted list of classes, cleaned. */
export interface ClassList {
  /** In the order they were written, each once. */
  readonly names: readonly string[]
  /** Written more than once, compared without regard to case. */
  readonly duplicates: readonly string[]
  /** Too long to be a name. */
  readonly tooLong: readonly string[]
}

/** As long as the project takes; what is longer was pasted by mistake. */
export const longestName = 300

/** Splits at line ends, commas, semicolons and tabs; trims; keeps the first spelling of each name. */
export function parseClassList(text: string): ClassList {
  const names = new Map<string, string>()
  const duplicates = new Set<string>()
  for (const part of text.split(/[\n\r,;\t]+/)) {
    const name = tidy(part)
    const key = name.toLowerCase()
    if (name === '') continue
    const first = names.get(key)
    if (first === undefined) names.set(key, name)
    else duplicates.add(first)
  }
  const tooLong = [...names.values()].filter((name) => name.length > longestName)
  return { names: [...names.values()], duplicates: [...duplicates], tooLong }
}
