import { Failure } from '../contract/failures'
import type { ClassChange, ClassInfo } from '../contract/classes'
import type { ClassId } from '../contract/ids'
import { classColours } from './colours'
import type { StateCode } from './schema'
import type { Database } from './sqlite'

/** The classes of a project, in their order. */
export interface ClassStore {
  list(): Promise<ClassInfo[]>
  /** Adds all or none. Throws CLASS_NAME_EMPTY, CLASS_NAME_TAKEN. Returns the whole list. */
  add(names: readonly string[]): Promise<ClassInfo[]>
  /** A hotkey moves from the class that had it. Throws NOT_FOUND and what `add` throws. */
  change(id: ClassId, change: ClassChange): Promise<ClassInfo>
}

export function classStore(db: Database): ClassStore {
  return {
    list: () => list(db),
    add: (names) => db.transaction().execute((tx) => add(tx, names)),
    change: (id, change) => db.transaction().execute((tx) => changeClass(tx, id, change)),
  }
}

/** Classes in order, without their counts. */
export function classRows(db: Database) {
  return db
    .selectFrom('class')
    .select(['id', 'name', 'colour', 'hotkey'])
    .where('retired', '=', 0)
    .orderBy('position')
}

async function list(db: Database): Promise<ClassInfo[]> {
  const rows = await classRows(db).execute()
  const counts = await db.selectFrom('label_count').selectAll().execute()
  const count = new Map(counts.map((row) => [`${String(row.class)}/${String(row.state)}`, row.n]))
  const countOf = (id: ClassId, state: StateCode) =>
    count.get(`${String(id)}/${String(state)}`) ?? 0
  return rows.map((row) => ({
    ...row,
    present: countOf(row.id, 1),
    absent: countOf(row.id, -1),
    undecided: countOf(row.id, 2),
  }))
}

const hotkeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0']

async function add(db: Database, names: readonly string[]): Promise<ClassInfo[]> {
  const known = await classRows(db).execute()
  const free = hotkeys.filter((key) => !known.some((row) => row.hotkey === key))
  const first = await nextPosition(db)
  for (const [index, given] of names.entries()) {
    const name = tidy(given)
    await requireFree(db, name, null)
    const position = first + index
    const colour = classColours[position % classColours.length] ?? '#888888'
    const hotkey = free.shift() ?? null
    await db
      .insertInto('class')
      .values({ name, folded: fold(name), colour, hotkey, position })
      .execute()
  }
  return list(db)
}

async function nextPosition(db: Database): Promise<number> {
  const row = await db
    .selectFrom('class')
    .select((eb) => eb.fn.max<number | null>('position').as('last'))
    .executeTakeFirst()
  return (row?.last ?? -1) + 1
}

async function changeClass(db: Database, id: ClassId, change: ClassChange): Promise<ClassInfo> {
  if (change.name !== undefined) {
    const name = tidy(change.name)
    await requireFree(db, name, id)
    await db
      .updateTable('class')
      .set({ name, folded: fold(name) })
      .where('id', '=', id)
      .execute()
  }
  if (change.colour !== undefined) {
    await db.updateTable('class').set({ colour: change.colour }).where('id', '=', id).execute()
  }
  if (change.hotkey !== undefined) await giveHotkey(db, id, change.hotkey)
  const changed = (await list(db)).find((row) => row.id === id)
  if (changed === undefined) throw new Failure('NOT_FOUND', 'This class is not in the project.')
  return changed
}

async function giveHotkey(db: Database, id: ClassId, hotkey: string | null): Promise<void> {
  if (hotkey !== null) {
    await db.updateTable('class').set({ hotkey: null }).where('hotkey', '=', hotkey).execute()
  }
  await db.updateTable('class').set({ hotkey }).where('id', '=', id).execute()
}

/** NFC, because file names and keyboards spell the same letter in two ways. */
function tidy(name: string): string {
  const tidied = name.normalize('NFC').trim().replaceAll(/\s+/g, ' ')
  if (tidied === '') {
    throw new Failure('CLASS_NAME_EMPTY', 'A class needs a name.', {
      advice: 'Type at least one letter.',
    })
  }
  return tidied
}

function fold(name: string): string {
  return name.toLowerCase()
}

async function requireFree(db: Database, name: string, except: ClassId | null): Promise<void> {
  const taken = await db
    .selectFrom('class')
    .select('id')
    .where('folded', '=', fold(name))
    .where('retired', '=', 0)
    .executeTakeFirst()
  if (taken === undefined || taken.id === except) return
  throw new Failure('CLASS_NAME_TAKEN', `There is already a class "${name}".`, {
    advice: 'Choose another name; capital letters make no difference.',
  })
}
