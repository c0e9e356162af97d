import { tidy } from '@/components/classes/class-search'

/** A typed or pasted list of classes, cleaned. */
export interface ClassList {
  /** In the order they were written, each once. */
  readonly names: readonly string[]
  /** Written more than once, compared without regard to case. */
  readonly duplicates: readonly string[]
}

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
  return { names: [...names.values()], duplicates: [...duplicates] }
}
