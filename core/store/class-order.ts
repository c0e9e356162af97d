import type { ClassId } from '../contract/ids'
import { everyClass, type ClassRow } from './class-versions'
import type { Database } from './sqlite'

/**
 * Rows of classes whose place changes when some are put before another, or last: `moved` are those,
 * as they shall be from now on.
 */
export async function movedRows(
  db: Database,
  moved: readonly ClassRow[],
  before: ClassId | null,
): Promise<ClassRow[]> {
  const going = new Set(moved.map(({ id }) => id))
  const all = await everyClass(db).execute()
  const old = new Map(all.map((row) => [row.id, row.position]))
  const anchor = before !== null && going.has(before) ? following(all, going, before) : before
  const staying = all.filter(({ id }) => !going.has(id))
  const found = staying.findIndex(({ id }) => id === anchor)
  const at = found < 0 ? staying.length : found
  const order = [...staying.slice(0, at), ...moved, ...staying.slice(at)]
  return order
    .map((row, position) => ({ ...row, position }))
    .filter((row) => going.has(row.id) || old.get(row.id) !== row.position)
}

/** The next class that stays, where the one to stand before is itself on the move. */
function following(
  all: readonly ClassRow[],
  going: ReadonlySet<ClassId>,
  before: ClassId,
): ClassId | null {
  const at = all.findIndex(({ id }) => id === before)
  return all.slice(at).find(({ id }) => !going.has(id))?.id ?? null
}
