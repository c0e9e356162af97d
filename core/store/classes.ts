import type { ClassChange, ClassEdit, ClassInfo, ClassPreview } from '../contract/classes'
import type { ClassEditResult, Taxonomy } from '../contract/classes'
import { Failure } from '../contract/failures'
import type { ClassId, ImageId } from '../contract/ids'
import { foundClasses } from './class-add'
import { editClasses } from './class-edit'
import { previewOf } from './class-preview'
import { countsOf } from './class-counts'
import { toSort } from './class-sorting'
import type { Database } from './sqlite'
import { taxonomyOf } from './taxonomy'

/** The classes of a project, in their order. Every change is one step of undo and redo. */
export interface ClassStore {
  /** Those in use. */
  list(): Promise<ClassInfo[]>
  /** The classes that a new project begins with, which no undo takes back. */
  found(names: readonly string[]): Promise<void>
  /** Adds all or none. Throws CLASS_NAME_EMPTY, CLASS_NAME_TAKEN. Returns the whole list. */
  add(names: readonly string[]): Promise<ClassInfo[]>
  /** A hotkey moves from the class that had it. Throws NOT_FOUND and what `add` throws. */
  change(id: ClassId, change: ClassChange): Promise<ClassInfo>
  /** All that can be done to classes. Throws NOT_FOUND, BAD_REQUEST and what `add` throws. */
  edit(edit: ClassEdit): Promise<ClassEditResult>
  /** What a merge, split or retirement would do. Reads the labels of these classes. */
  preview(edit: ClassEdit): Promise<ClassPreview>
  /** Hidden classes too. */
  taxonomy(): Promise<Taxonomy>
  /** For every class that was split off: the pictures that nobody has sorted yet. */
  toSort(): Promise<Map<ClassId, ImageId[]>>
}

export function classStore(db: Database, now: () => number): ClassStore {
  const edit = (wanted: ClassEdit) => editClasses(db, now(), wanted)
  return {
    list: () => list(db),
    found: (names) => db.transaction().execute((tx) => foundClasses(tx, names)),
    add: async (names) => {
      if (names.length > 0) await edit({ act: 'add', names: [...names] })
      return list(db)
    },
    change: async (id, change) => {
      await edit({ act: 'change', class: id, change })
      const changed = (await list(db)).find((row) => row.id === id)
      if (changed === undefined) throw new Failure('NOT_FOUND', 'This class is not in the project.')
      return changed
    },
    edit,
    preview: (wanted) => previewOf(db, wanted),
    taxonomy: () => taxonomyOf(db),
    toSort: () => toSort(db),
  }
}

/** Classes in order, without their counts. */
export function classRows(db: Database) {
  return db
    .selectFrom('class')
    .select(['id', 'name', 'colour', 'hotkey', 'group_name as group'])
    .where('retired', '=', 0)
    .orderBy('position')
}

async function list(db: Database): Promise<ClassInfo[]> {
  const rows = await classRows(db).execute()
  const counts = await countsOf(db)
  return rows.map((row) => ({ ...row, ...counts(row.id) }))
}
