import Fuse from 'fuse.js'
import type { ClassInfo } from '@contract/classes'

export interface ClassMatches {
  readonly found: readonly ClassInfo[]
  /** The typed name when no class has it: what Enter would add if nothing is found. */
  readonly added: string | null
}

/** Classes whose name resembles what was typed, the exact name first, then beginnings, then the rest. */
export function findClasses(classes: readonly ClassInfo[], typed: string): ClassMatches {
  const wanted = typed.trim().normalize('NFC')
  if (wanted === '') return { found: classes, added: null }
  const fuse = new Fuse(classes, { keys: ['name'], threshold: 0.4, ignoreLocation: true })
  const folded = wanted.toLocaleLowerCase()
  const found = fuse
    .search(wanted)
    .map((match) => match.item)
    .sort((a, b) => rank(a.name, folded) - rank(b.name, folded))
  const isNew = !classes.some((one) => one.name.toLocaleLowerCase() === folded)
  return { found, added: isNew ? wanted : null }
}

function rank(name: string, folded: string): number {
  const lower = name.toLocaleLowerCase()
  if (lower === folded) return 0
  return lower.startsWith(folded) ? 1 : 2
}
