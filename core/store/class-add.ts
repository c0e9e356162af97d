import type { BatchId, ClassId } from '../contract/ids'
import { deriveEveryClass } from './class-versions'
import { classColours } from '../contract/class-colours'
import { claim, fold, liveNames, tidy } from './class-names'
import { everyClass, UNDONE, writeVersions, type ClassRow } from './class-versions'
import type { Database } from './sqlite'

const hotkeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0']

/** The classes that a new project begins with. */
export async function foundClasses(db: Database, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  await writeVersions(db, null, await newClasses(db, names))
  await deriveEveryClass(db)
}

/** Adds the classes of one batch, at the end of the list; what they are is yet to be derived. */
export async function addClasses(
  db: Database,
  batch: BatchId,
  names: readonly string[],
): Promise<ClassId[]> {
  const added = await newClasses(db, names)
  await writeVersions(db, batch, added)
  return added.map(({ id }) => id)
}

/**
 * Rows for new classes, hidden until a version is derived; they may have the name of a class that the
 * same batch hides. Throws CLASS_NAME_EMPTY, CLASS_NAME_TAKEN.
 */
export async function newClasses(
  db: Database,
  given: readonly string[],
  hides?: ClassRow,
): Promise<ClassRow[]> {
  const taken = await liveNames(db)
  if (hides !== undefined) taken.delete(hides.folded)
  const names = given.map(tidy)
  for (const name of names) claim(taken, name, null)
  const first = await nextPosition(db)
  const free = await freeHotkeys(db)
  const rows: ClassRow[] = []
  for (const [index, name] of names.entries()) {
    const position = first + index
    const row = {
      ...{ name, folded: fold(name), position, hotkey: free[index] ?? null },
      colour: classColours[position % classColours.length] ?? '#888888',
      ...{ group_name: null, successor: null, parent: null },
    }
    const { id } = await db
      .insertInto('class')
      .values({ ...row, retired: UNDONE })
      .returning('id')
      .executeTakeFirstOrThrow()
    rows.push({ ...row, id, retired: 0 })
  }
  return rows
}

async function freeHotkeys(db: Database): Promise<string[]> {
  const taken = (await everyClass(db).where('retired', '=', 0).execute()).map((row) => row.hotkey)
  return hotkeys.filter((key) => !taken.includes(key))
}

async function nextPosition(db: Database): Promise<number> {
  const row = await db
    .selectFrom('class')
    .select((eb) => eb.fn.max<number | null>('position').as('last'))
    .executeTakeFirst()
  return (row?.last ?? -1) + 1
}
