import Fuse from 'fuse.js'
import type { ClassInfo } from '@contract/classes'

export interface ClassMatches {
  readonly found: readonly ClassInfo[]
  /** The typed name when no class has it: what Enter would add if nothing is found. */
  readonly added: string | null
}

/** Names are indexed once, not at every letter: lists have thousands of them. */
const indexes = new WeakMap<readonly ClassInfo[], Fuse<ClassInfo>>()

/** Classes whose name resembles what was typed, the exact name first, then beginnings, then the rest. */
export function findClasses(classes: readonly ClassInfo[], typed: string): ClassMatches {
  const wanted = tidy(typed)
  if (wanted === '') return { found: classes, added: null }
  const folded = wanted.toLowerCase()
  const found = indexOf(classes)
    .search(wanted)
    .map(({ item }) => ({ item, rank: rank(item.name, folded) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
  const isNew = !classes.some((one) => one.name.toLowerCase() === folded)
  return { found, added: isNew ? wanted : null }
}

/** As names are kept: one spelling of each letter, single blanks. */
export function tidy(name: string): string {
  return name
    .normalize('NFC')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
}

function indexOf(classes: readonly ClassInfo[]): Fuse<ClassInfo> {
  const known = indexes.get(classes)
  if (known !== undefined) return known
  const options = { threshold: 0.4, ignoreLocation: true, ignoreDiacritics: true }
  const made = new Fuse(classes, { keys: ['name'], ...options })
  indexes.set(classes, made)
  return made
}

function rank(name: string, folded: string): number {
  const lower = name.toLowerCase()
  if (lower === folded) return 0
  return lower.startsWith(folded) ? 1 : 2
}
