import type { ClassEntry } from '@contract/classes'
import { findClasses } from '@/components/classes/class-search'

/** A line of the list; `group` null heads the classes without one. */
export type ListRow =
  | { readonly kind: 'group'; readonly name: string | null }
  | { readonly kind: 'hidden' }
  | { readonly kind: 'class'; readonly entry: ClassEntry }

/** Classes in use by group, then those that are not; what was typed puts the best match first. */
export function listRows(classes: readonly ClassEntry[], typed: string): ListRow[] {
  const live = classes.filter((one) => one.status === 'live')
  const hidden = classes.filter((one) => one.status !== 'live')
  const rows = typed.trim() === '' ? groupedRows(live) : found(live, typed)
  const rest = typed.trim() === '' ? hidden.map(rowOf) : found(hidden, typed)
  return rest.length === 0 ? rows : [...rows, { kind: 'hidden' }, ...rest]
}

function found(classes: readonly ClassEntry[], typed: string): ListRow[] {
  const byId = new Map(classes.map((one) => [one.id, one]))
  return findClasses(classes, typed).found.flatMap(({ id }) => {
    const entry = byId.get(id)
    return entry === undefined ? [] : [rowOf(entry)]
  })
}

function groupedRows(classes: readonly ClassEntry[]): ListRow[] {
  const groups = new Map<string | null, ClassEntry[]>()
  for (const entry of classes) {
    const known = groups.get(entry.group)
    if (known) known.push(entry)
    else groups.set(entry.group, [entry])
  }
  const rest = groups.get(null) ?? []
  groups.delete(null)
  if (groups.size === 0) return rest.map(rowOf)
  const named = [...groups].flatMap(([name, own]) => [groupRow(name), ...own.map(rowOf)])
  return rest.length === 0 ? named : [...named, groupRow(null), ...rest.map(rowOf)]
}

function groupRow(name: string | null): ListRow {
  return { kind: 'group', name }
}

function rowOf(entry: ClassEntry): ListRow {
  return { kind: 'class', entry }
}

/** The classes of the list, in the order in which they stand. */
export function shownClasses(rows: readonly ListRow[]): ClassEntry[] {
  return rows.flatMap((row) => (row.kind === 'class' ? [row.entry] : []))
}

/** What stands behind a class after it was moved one step in its group; undefined at the end. */
export function placeAfterStep(
  classes: readonly ClassEntry[],
  entry: ClassEntry,
  step: 1 | -1,
): ClassEntry | null | undefined {
  const peers = classes.filter((one) => one.status === 'live' && one.group === entry.group)
  const at = peers.findIndex(({ id }) => id === entry.id)
  if (at < 0) return undefined
  if (step < 0) return peers[at - 1]
  if (at + 1 >= peers.length) return undefined
  const following = peers[at + 2]
  if (following !== undefined) return following
  const last = classes.findIndex(({ id }) => id === peers[at + 1]?.id)
  return classes[last + 1] ?? null
}

/** Names of a pasted list: one a line, tidied, each once; and those that are there already. */
export function pastedNames(
  text: string,
  classes: readonly ClassEntry[],
): { fresh: string[]; known: string[] } {
  const taken = new Set(
    classes.filter((one) => one.status === 'live').map((one) => folded(one.name)),
  )
  const fresh: string[] = []
  const known: string[] = []
  for (const line of text.split(/\r?\n|\r/)) {
    const name = line.normalize('NFC').replaceAll(/\s+/g, ' ').trim()
    if (name === '') continue
    if (taken.has(folded(name))) known.push(name)
    else fresh.push(name)
    taken.add(folded(name))
  }
  return { fresh, known }
}

function folded(name: string): string {
  return name.toLowerCase()
}
