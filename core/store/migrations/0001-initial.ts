import { sql, type Kysely } from 'kysely'
import type { Tables } from '../schema'
import { refuse } from '../sqlite'

type Db = Kysely<Tables>

/** The tables of the first version. */
export async function initial(db: Db): Promise<void> {
  await images(db)
  await classes(db)
  await decisions(db)
  await labels(db)
  await runs(db)
  await rest(db)
}

async function images(db: Db): Promise<void> {
  await db.schema
    .createTable('image')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('path', 'text', (c) => c.notNull().unique())
    .addColumn('width', 'integer', (c) => c.notNull())
    .addColumn('height', 'integer', (c) => c.notNull())
    .addColumn('bytes', 'bigint', (c) => c.notNull())
    .addColumn('mtime', 'double precision', (c) => c.notNull())
    .addColumn('added_at', 'bigint', (c) => c.notNull())
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('random_position', 'bigint', (c) => c.notNull())
    .addColumn('variety_position', 'bigint', (c) => c.notNull())
    .addColumn('split', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull().defaultTo('todo'))
    .addColumn('present_count', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('missing', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('listed', 'integer', (c) =>
      c
        .generatedAlwaysAs(sql`case when missing = 0 and split = 'train' then 1 else 0 end`)
        .stored(),
    )
    .execute()
  for (const order of ['position', 'random_position', 'variety_position'] as const) {
    await db.schema
      .createIndex(`image_by_${order}`)
      .on('image')
      .columns(['listed', order, 'id'])
      .execute()
    await db.schema
      .createIndex(`image_by_status_${order}`)
      .on('image')
      .columns(['listed', 'status', order, 'id'])
      .execute()
  }
  await db.schema
    .createIndex('image_missing')
    .on('image')
    .column('missing')
    .where('missing', '=', 1)
    .execute()
  await db.schema
    .createTable('image_problem')
    .addColumn('path', 'text', (c) => c.primaryKey())
    .addColumn('reason', 'text', (c) => c.notNull())
    .execute()
}

async function classes(db: Db): Promise<void> {
  await db.schema
    .createTable('class')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('folded', 'text', (c) => c.notNull())
    .addColumn('colour', 'text', (c) => c.notNull())
    .addColumn('hotkey', 'text')
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('retired', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
  await sql`create unique index class_by_name on class (folded) where retired = 0`.execute(db)
}

async function decisions(db: Db): Promise<void> {
  await db.schema
    .createTable('batch')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('ms', 'bigint', (c) => c.notNull())
    .addColumn('actor', 'text', (c) => c.notNull())
    .addColumn('view', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('target', 'integer', (c) => c.references('batch.id'))
    .addColumn('size', 'integer', (c) => c.notNull())
    .addColumn('undone_by', 'integer', (c) => c.references('batch.id'))
    .addCheckConstraint('batch_target', sql`(kind = 'decide') = (target is null)`)
    .execute()
  await db.schema
    .createIndex('batch_undo')
    .on('batch')
    .columns(['kind', 'undone_by', 'id'])
    .execute()
  await db.schema.createIndex('batch_newest').on('batch').columns(['kind', 'id']).execute()
  await db.schema
    .createTable('decision')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('batch', 'integer', (c) => c.notNull().references('batch.id'))
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('image', 'integer', (c) => c.notNull().references('image.id'))
    .addColumn('class', 'integer', (c) => c.references('class.id'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('state', 'integer')
    .addColumn('point_x', 'double precision')
    .addColumn('point_y', 'double precision')
    .addColumn('run', 'text')
    .addColumn('probability', 'double precision')
    .addCheckConstraint(
      'decision_skip',
      sql`(kind = 'skip') = (class is null) and (class is null) = (state is null)`,
    )
    .addCheckConstraint('decision_state', sql`state in (-1, 0, 1, 2)`)
    .execute()
  await db.schema.createIndex('decision_by_batch').on('decision').column('batch').execute()
  await db.schema
    .createIndex('decision_by_pair')
    .on('decision')
    .columns(['image', 'class', 'id'])
    .execute()
  await refuse('update', 'decision').execute(db)
  await refuse('delete', 'decision').execute(db)
  await refuse('update of id, at, ms, actor, view, kind, target, size', 'batch').execute(db)
  await refuse('delete', 'batch').execute(db)
}

async function labels(db: Db): Promise<void> {
  await db.schema
    .createTable('label')
    .addColumn('image', 'integer', (c) => c.notNull())
    .addColumn('class', 'integer', (c) => c.notNull())
    .addColumn('state', 'integer', (c) => c.notNull())
    .addColumn('decision', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('label_pair', ['image', 'class'])
    .modifyEnd(sql`without rowid`)
    .execute()
  await db.schema
    .createTable('label_count')
    .addColumn('class', 'integer', (c) => c.notNull())
    .addColumn('state', 'integer', (c) => c.notNull())
    .addColumn('n', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('label_count_pair', ['class', 'state'])
    .modifyEnd(sql`without rowid`)
    .execute()
  await db.schema
    .createTable('status_count')
    .addColumn('status', 'text', (c) => c.primaryKey())
    .addColumn('n', 'integer', (c) => c.notNull())
    .execute()
}

async function runs(db: Db): Promise<void> {
  await db.schema
    .createTable('run')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('number', 'integer', (c) => c.notNull().unique())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('recipe', 'text', (c) => c.notNull())
    .addColumn('device', 'text', (c) => c.notNull())
    .addColumn('images', 'integer', (c) => c.notNull())
    .addColumn('classes', 'integer', (c) => c.notNull())
    .addColumn('decisions', 'integer', (c) => c.notNull())
    .addColumn('metrics', 'text')
    .addColumn('epochs', 'text', (c) => c.notNull())
    .addColumn('failure', 'text')
    .execute()
  await db.schema.createIndex('run_by_state').on('run').column('state').execute()
  await db.schema
    .createTable('suggestion')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('run', 'text')
    .addColumn('image', 'integer', (c) => c.notNull().references('image.id'))
    .addColumn('class', 'integer', (c) => c.notNull().references('class.id'))
    .addColumn('score', 'double precision', (c) => c.notNull())
    .addColumn('probability', 'double precision')
    .execute()
}

async function rest(db: Db): Promise<void> {
  await db.schema
    .createTable('truth')
    .addColumn('image', 'integer', (c) => c.notNull())
    .addColumn('class', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('truth_pair', ['image', 'class'])
    .modifyEnd(sql`without rowid`)
    .execute()
  for (const table of ['setting', 'meta'] as const) {
    await db.schema
      .createTable(table)
      .addColumn('key', 'text', (c) => c.primaryKey())
      .addColumn('json', 'text', (c) => c.notNull())
      .execute()
  }
}
