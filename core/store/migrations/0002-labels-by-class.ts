import type { Database } from '../sqlite'

/** The pictures of a class and state without reading every label. */
export async function labelsByClass(db: Database): Promise<void> {
  await db.schema
    .createIndex('label_by_class')
    .on('label')
    .columns(['class', 'state', 'image'])
    .execute()
}
