import { Failure } from '../contract/failures'
import { migrations as released, type Migration } from './migrations'
import type { Database } from './sqlite'

/**
 * Brings the tables to this program's version, one transaction a migration, calling `beforeEach`
 * first (a backup). Throws PROJECT_NEWER when the file knows migrations that this program does not.
 */
export async function migrate(
  db: Database,
  options: {
    readonly now: () => number
    readonly path: string
    readonly beforeEach: (migration: Migration) => Promise<void>
    readonly migrations?: readonly Migration[]
  },
): Promise<void> {
  const migrations = options.migrations ?? released
  const version = await schemaVersion(db)
  refuseNewer(version, migrations.length, options.path)
  for (const migration of migrations.slice(version)) {
    await options.beforeEach(migration)
    await db.transaction().execute(async (tx) => {
      await migration.up(tx)
      await tx
        .insertInto('migration')
        .values({ number: migration.number, name: migration.name, at: options.now() })
        .execute()
    })
  }
}

/** Makes the table that remembers migrations; an empty file has version 0. */
export async function prepareMigrations(db: Database): Promise<void> {
  await db.schema
    .createTable('migration')
    .ifNotExists()
    .addColumn('number', 'integer', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute()
}

/** Number of the last migration applied. */
export async function schemaVersion(db: Database): Promise<number> {
  const row = await db
    .selectFrom('migration')
    .select((eb) => eb.fn.max('number').as('version'))
    .executeTakeFirst()
  return row?.version ?? 0
}

/** A reader cannot migrate: it needs exactly this program's version. Throws PROJECT_NEWER, PROJECT_OLDER. */
export async function requireCurrent(db: Database, path: string): Promise<void> {
  const version = await schemaVersion(db)
  refuseNewer(version, released.length, path)
  if (version < released.length) {
    throw new Failure('PROJECT_OLDER', 'This project was made by an older Singlet.', {
      advice: 'Open it once in Singlet; it is brought up to date with a backup.',
      path,
    })
  }
}

function refuseNewer(version: number, known: number, path: string): void {
  if (version <= known) return
  throw new Failure('PROJECT_NEWER', 'This project was made by a newer Singlet.', {
    advice: 'Update Singlet to open it; nothing was changed.',
    path,
  })
}
