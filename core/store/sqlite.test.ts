import { sql } from 'kysely'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cell, connect, jsonRows, tryLock } from './sqlite'
import { temporaryFolder } from './test-project'

describe('a connection', () => {
  it('that writes waits for the disk at every commit and keeps foreign keys', async () => {
    const { db, close } = connect(join(await temporaryFolder(), 'x.sqlite'), 'write')
    const pragma = async (name: string) =>
      (await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(db)).rows[0]?.[name]
    expect(await pragma('journal_mode')).toBe('wal')
    expect(await pragma('synchronous')).toBe(2)
    expect(await pragma('foreign_keys')).toBe(1)
    await close()
  })

  it('takes many rows of text, numbers and nothing as one parameter', async () => {
    const { db, close } = connect(join(await temporaryFolder(), 'x.sqlite'), 'write')
    const rows = [
      ['O\'Neil \u9ce5 "x"', 0.1, null],
      ['', 2 ** 40, 'x'],
    ] as const
    const query = sql<object>`select ${cell(0)} as a, ${cell(1)} as b, ${cell(2)} as c
      from ${jsonRows(rows)} as j`
    expect(
      (await query.execute(db)).rows.map((row) =>
        Object.entries(row).map(([, value]: [string, unknown]) => value),
      ),
    ).toEqual(rows)
    await close()
  })

  it('tells of a full database why, and stands as before', async () => {
    const { db, close } = connect(join(await temporaryFolder(), 'x.sqlite'), 'write')
    await sql`create table note (text)`.execute(db)
    await sql`pragma max_page_count = 4`.execute(db)
    const fill = db.transaction().execute(async (tx) => {
      await sql`insert into note values ('small')`.execute(tx)
      await sql`insert into note values (${'x'.repeat(50_000)})`.execute(tx)
    })
    await expect(fill).rejects.toMatchObject({ code: 'DISK_FULL' })
    expect((await sql`select * from note`.execute(db)).rows).toEqual([])
    await sql`insert into note values ('after')`.execute(db)
    await close()
  })
})

describe('a lock', () => {
  it('has one holder at a time', async () => {
    const path = join(await temporaryFolder(), 'project.lock')
    const lock = tryLock(path)
    expect(lock).not.toBeNull()
    expect(tryLock(path)).toBeNull()
    lock?.release()
    const next = tryLock(path)
    expect(next).not.toBeNull()
    next?.release()
  })
})
