import type { ClassInfo } from '@contract/classes'
import type { ClassMatches } from './class-search'

/** A line of the class list; `at` counts what can be chosen, for the arrow keys. */
export type ClassRow =
  | { readonly kind: 'group'; readonly name: string | null }
  | { readonly kind: 'class'; readonly at: number; readonly one: ClassInfo }
  | { readonly kind: 'add'; readonly at: number; readonly name: string }

/**
 * What was found, and after it what typing would add. While nothing is typed classes stand in their
 * groups, those without one last; what was typed puts the best match first instead.
 */
export function classRows({ found, added }: ClassMatches, grouped: boolean): ClassRow[] {
  const rows: ClassRow[] = []
  let at = 0
  for (const [group, classes] of groupsOf(found, grouped)) {
    if (group !== undefined) rows.push({ kind: 'group', name: group })
    for (const one of classes) rows.push({ kind: 'class', at: at++, one })
  }
  return added === null ? rows : [...rows, { kind: 'add', at, name: added }]
}

type Group = readonly [name: string | null | undefined, classes: readonly ClassInfo[]]

/** One group without a name where groups would say nothing. */
function groupsOf(classes: readonly ClassInfo[], grouped: boolean): Group[] {
  if (!grouped || classes.every((one) => one.group === null)) return [[undefined, classes]]
  const groups = new Map<string | null, ClassInfo[]>()
  for (const one of classes) {
    const known = groups.get(one.group)
    if (known === undefined) groups.set(one.group, [one])
    else known.push(one)
  }
  const rest = groups.get(null)
  groups.delete(null)
  return rest === undefined ? [...groups] : [...groups, [null, rest]]
}
