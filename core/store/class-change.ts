import type { ClassEdit } from '../contract/classes'
import { Failure } from '../contract/failures'
import { claim, fold, liveNames, tidy } from './class-names'
import { classesOf, everyClass, type ClassRow } from './class-versions'
import type { Database } from './sqlite'

type Change = Extract<ClassEdit, { act: 'change' }>

/** The class with its new name, colour or key, and the class that had that key. */
export async function changedRows(
  db: Database,
  { class: id, change, swap = false }: Change,
): Promise<ClassRow[]> {
  const [row] = await classesOf(db, [id])
  if (row === undefined) return []
  const { name, colour, hotkey } = change
  const renamed = name === undefined ? row : await rename(db, row, name)
  const coloured = colour === undefined ? renamed : { ...renamed, colour }
  if (hotkey === undefined) return [coloured]
  const wanted = hotkey === null ? null : usableKey(hotkey)
  const others = await everyClass(db)
    .where('hotkey', '=', wanted)
    .where('retired', '=', 0)
    .where('id', '<>', id)
    .execute()
  return [
    { ...coloured, hotkey: wanted },
    ...others.map((other) => ({ ...other, hotkey: swap ? row.hotkey : null })),
  ]
}

async function rename(db: Database, row: ClassRow, given: string): Promise<ClassRow> {
  const name = tidy(given)
  if (row.retired === 0) claim(await liveNames(db), name, row.id)
  return { ...row, name, folded: fold(name) }
}

/** One sign that a key writes by itself. */
function usableKey(hotkey: string): string {
  if (!/[\s+\p{C}\p{M}]/u.test(hotkey)) return hotkey.toLowerCase()
  throw new Failure('BAD_REQUEST', 'This key cannot choose a class.', {
    advice: 'Take a letter, a digit or another sign; not Space and not +.',
  })
}
