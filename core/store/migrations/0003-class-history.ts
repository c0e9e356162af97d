import { sql } from 'kysely'
import { refuse, type Database } from '../sqlite'

/**
 * Classes become what their standing versions say, as labels are what standing decisions say: so a
 * change of classes is a gesture like any other. What is there now is the first version of each.
 */
export async function classHistory(db: Database): Promise<void> {
  await db.schema.alterTable('class').addColumn('group_name', 'text').execute()
  for (const column of ['successor', 'parent'] as const) {
    await db.schema
      .alterTable('class')
      .addColumn(column, 'integer', (c) => c.references('class.id'))
      .execute()
  }
  await versions(db)
  await db.schema.alterTable('batch').addColumn('title', 'text').execute()
  await sql`create trigger batch_title_stays before update of title on batch
    begin select raise(abort, 'batch is append-only'); end`.execute(db)
  await db.schema
    .createIndex('batch_of_classes')
    .on('batch')
    .columns(['view', 'size'])
    .where('view', '=', 'classes')
    .execute()
}

async function versions(db: Database): Promise<void> {
  await db.schema
    .createTable('class_version')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('batch', 'integer', (c) => c.references('batch.id'))
    .addColumn('class', 'integer', (c) => c.notNull().references('class.id'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('folded', 'text', (c) => c.notNull())
    .addColumn('colour', 'text', (c) => c.notNull())
    .addColumn('hotkey', 'text')
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('group_name', 'text')
    .addColumn('retired', 'integer', (c) => c.notNull())
    .addColumn('successor', 'integer', (c) => c.references('class.id'))
    .addColumn('parent', 'integer', (c) => c.references('class.id'))
    .execute()
  await sql`insert into class_version
      (batch, class, name, folded, colour, hotkey, position, retired)
    select null, id, name, folded, colour, hotkey, position, retired from class order by id`.execute(
    db,
  )
  for (const column of ['batch', 'class'] as const) {
    await db.schema
      .createIndex(`class_version_by_${column}`)
      .on('class_version')
      .columns([column, 'id'])
      .execute()
  }
  await refuse('update', 'class_version').execute(db)
  await refuse('delete', 'class_version').execute(db)
}
