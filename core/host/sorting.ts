import type { ClassId, ImageId } from '../contract/ids'
import type { ProjectStore } from '../store/project-store'
import type { LabelTable } from './label-table'

/** The pictures that a split has left open: a sweep of a part asks about these before any other. */
export class Sorting {
  #byClass: ReadonlyMap<ClassId, readonly ImageId[]> = new Map()

  async load(store: ProjectStore): Promise<void> {
    this.#byClass = await store.classes.toSort()
  }

  /** Rows of the table that nobody has sorted into the class or out of it yet. */
  open(table: LabelTable, id: ClassId): number[] {
    const column = table.classIndex(id)
    const rows = (this.#byClass.get(id) ?? []).map((image) => table.imageIndex(image))
    return rows.filter((row) => row >= 0 && table.states[row * table.classes.length + column] === 0)
  }
}
