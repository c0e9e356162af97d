import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { migrate, prepareMigrations, schemaVersion } from './migrate'
import { migrations, type Migration } from './migrations'
import { connect, tableNames } from './sqlite'
import { temporaryFolder, tickingClock } from './test-project'

const now = tickingClock()

async function emptyDatabase() {
  const path = join(await temporaryFolder(), 'project.sqlite')
  const connection = connect(path, 'write')
  await prepareMigrations(connection.db)
  return { ...connection, path }
}

const next: Migration = {
  number: migrations.length + 1,
  name: 'note',
  up: async (db) => {
    await db.schema.createTable('note').addColumn('text', 'text').execute()
  },
}

describe('migrations', () => {
  it('are numbered from 1 without gaps', () => {
    expect(migrations.map((migration) => migration.number)).toEqual(migrations.map((_, i) => i + 1))
  })

  it('run once each, every one after a backup', async () => {
    const { db, path, close } = await emptyDatabase()
    const backups: string[] = []
    const beforeEach = async ({ name }: Migration) => {
      backups.push(`${name} at ${String(await schemaVersion(db))}`)
    }
    await migrate(db, { now, path, beforeEach })
    await migrate(db, { now, path, beforeEach, migrations: [...migrations, next] })
    await migrate(db, { now, path, beforeEach, migrations: [...migrations, next] })
    expect(backups).toEqual([
      ...migrations.map(({ name }, at) => `${name} at ${String(at)}`),
      `note at ${String(migrations.length)}`,
    ])
    expect(await tableNames(db)).toContain('note')
    await expect(migrate(db, { now, path, beforeEach })).rejects.toMatchObject({
      code: 'PROJECT_NEWER',
    })
    await close()
  })

  it('that fail leave the version before', async () => {
    const { db, path, close } = await emptyDatabase()
    const options = { now, path, beforeEach: () => Promise.resolve() }
    await migrate(db, options)
    const failing: Migration = {
      ...next,
      up: async (tx) => {
        await next.up(tx)
        throw new Error('power cut')
      },
    }
    await expect(migrate(db, { ...options, migrations: [...migrations, failing] })).rejects.toThrow(
      'power cut',
    )
    expect(await schemaVersion(db)).toBe(migrations.length)
    expect(await tableNames(db)).not.toContain('note')
    await close()
  })

  it('do not run without their backup', async () => {
    const { db, path, close } = await emptyDatabase()
    const beforeEach = () => Promise.reject(new Error('no room for a backup'))
    await expect(migrate(db, { now, path, beforeEach })).rejects.toThrow('no room')
    expect(await schemaVersion(db)).toBe(0)
    await close()
  })
})
