import type { ClassEdit } from '../contract/classes'
import { short, tidy } from './class-names'
import type { ClassRow } from './class-versions'

/** What was done, as the undo of it is told: `“dogs” merged into “dog”`. */
export function titleOf(edit: ClassEdit, rows: readonly ClassRow[]): string {
  const nameOf = (id: number) => quoted(rows.find((row) => row.id === id)?.name ?? '')
  switch (edit.act) {
    case 'add':
      return `${several(edit.names.map(tidy))} added`
    case 'change':
      return changeTitle(edit, nameOf(edit.class))
    case 'group':
      return edit.group === null
        ? `${several(edit.classes.map((id) => nameOf(id)))} taken out of the group`
        : `group of ${several(edit.classes.map((id) => nameOf(id)))}`
    case 'move':
      return `place of ${several(edit.classes.map((id) => nameOf(id)))}`
    case 'merge': {
      const gone = edit.classes.filter((id) => id !== edit.into)
      return `${several(gone.map((id) => nameOf(id)))} merged into ${nameOf(edit.into)}`
    }
    case 'split':
      return `${nameOf(edit.class)} split in ${edit.into.length}`
    case 'retire':
      return `${several(edit.classes.map((id) => nameOf(id)))} retired`
    case 'restore':
      return `${several(edit.classes.map((id) => nameOf(id)))} taken back`
  }
}

function changeTitle({ change }: Extract<ClassEdit, { act: 'change' }>, name: string): string {
  if (change.name !== undefined) return `${name} renamed to ${quoted(tidy(change.name))}`
  return change.colour === undefined ? `key of ${name}` : `colour of ${name}`
}

function several(names: readonly string[]): string {
  const [first = ''] = names
  if (names.length > 1) return `${names.length.toLocaleString('en')} classes`
  return first.startsWith('“') ? first : quoted(first)
}

function quoted(name: string): string {
  return `“${short(name)}”`
}
