import { sql } from 'kysely'
import { refuse, type Database } from '../sqlite'

/**
 * Segments become what their standing versions say, as labels are what standing decisions say: one
 * gesture may change both. Masks lie apart, since most versions change nothing of them.
 */
export async function segments(db: Database): Promise<void> {
  await db.schema
    .createTable('mask')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('width', 'integer', (c) => c.notNull())
    .addColumn('height', 'integer', (c) => c.notNull())
    .addColumn('counts', 'text', (c) => c.notNull())
    .addColumn('area', 'double precision', (c) => c.notNull())
    .execute()
  await versions(db)
  await derived(db)
  for (const table of ['mask', 'segment_version']) {
    await refuse('update', table).execute(db)
    await refuse('delete', table).execute(db)
  }
}

async function versions(db: Database): Promise<void> {
  await db.schema
    .createTable('segment_version')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('batch', 'integer', (c) => c.notNull().references('batch.id'))
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('segment', 'integer', (c) => c.notNull())
    .addColumn('image', 'integer', (c) => c.notNull().references('image.id'))
    .addColumn('class', 'integer', (c) => c.references('class.id'))
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('model', 'text')
    .addColumn('run', 'text')
    .addColumn('mask', 'integer', (c) => c.notNull())
    .addColumn('quality', 'double precision')
    .addColumn('stability', 'double precision')
    .addColumn('reliability', 'double precision')
    .addColumn('gone', 'integer', (c) => c.notNull())
    .execute()
  for (const column of ['batch', 'segment'] as const) {
    await db.schema
      .createIndex(`segment_version_by_${column}`)
      .on('segment_version')
      .columns([column, 'id'])
      .execute()
  }
}

/** What stands, and how many of a kind there are; class 0 counts segments of no class. */
async function derived(db: Database): Promise<void> {
  await db.schema
    .createTable('segment')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('image', 'integer', (c) => c.notNull())
    .addColumn('class', 'integer')
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .execute()
  const index = (columns: ('image' | 'class' | 'state' | 'id')[]) =>
    db.schema
      .createIndex(`segment_by_${columns[0] ?? ''}`)
      .on('segment')
      .columns(columns)
      .execute()
  await index(['image', 'id'])
  await index(['class', 'state', 'image'])
  await index(['state', 'image'])
  await db.schema
    .createTable('segment_count')
    .addColumn('class', 'integer', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('n', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('segment_count_pair', ['class', 'state'])
    .modifyEnd(sql`without rowid`)
    .execute()
  for (const [event, row, change] of [
    ['insert', 'new', 1],
    ['delete', 'old', -1],
  ] as const) {
    await sql`create trigger ${sql.raw(`segment_counted_${event}`)}
      after ${sql.raw(event)} on segment begin
      insert into segment_count (class, state, n)
        values (coalesce(${sql.raw(row)}.class, 0), ${sql.raw(row)}.state, ${sql.lit(change)})
        on conflict (class, state) do update set n = n + excluded.n; end`.execute(db)
  }
}
