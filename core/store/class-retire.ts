import { claim, liveNames } from './class-names'
import { everyClass, type ClassRow } from './class-versions'
import type { Database } from './sqlite'

/** Out of labelling, training and review, with everything that was decided about them kept. */
export function retiredRows(rows: readonly ClassRow[]): ClassRow[] {
  return rows.filter((row) => row.retired === 0).map((row) => ({ ...row, retired: 1 }))
}

/** Back in use, whatever had hidden them; a key that another class has by now stays there. */
export async function restoredRows(db: Database, rows: readonly ClassRow[]): Promise<ClassRow[]> {
  const names = await liveNames(db)
  const seen = await everyClass(db).where('retired', '=', 0).execute()
  const keys = new Set(seen.map((row) => row.hotkey))
  return rows
    .filter((row) => row.retired !== 0)
    .map((row) => {
      claim(names, row.name, row.id)
      const hotkey = keys.has(row.hotkey) ? null : row.hotkey
      keys.add(hotkey)
      return { ...row, hotkey, retired: 0, successor: null }
    })
}
