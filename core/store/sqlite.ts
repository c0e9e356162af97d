import {
  backup,
  DatabaseSync,
  type DatabaseSyncInstance,
  type StatementSyncInstance,
} from '@photostructure/sqlite'
import {
  Kysely,
  sql,
  SqliteDialect,
  type CompiledQuery,
  type RawBuilder,
  type SqliteDatabase,
} from 'kysely'
import { Failure } from '../contract/failures'
import { diskFull } from './files'
import type { Tables } from './schema'

// Everything that is SQLite's own: driver, pragmas, error codes, JSON rows, copies. PostgreSQL would
// be a second file with these exports.

export type Database = Kysely<Tables>

/** An open project database: Kysely for queries and the few things that only the file itself can do. */
export interface Connection {
  readonly db: Database
  /** Writes a consistent copy of the whole database to a new file while others go on. */
  readonly copyTo: (path: string) => Promise<void>
  readonly close: () => Promise<void>
}

export type AccessMode = 'write' | 'read'

/** Marks a file as ours ("SNGL"), so that another program's database is not taken for a project. */
export const applicationId = 0x534e474c

/**
 * Opens (and in write mode makes) the database file; `log` hears every query.
 * Throws PROJECT_DAMAGED, PROJECT_LOCKED, DISK_FULL.
 */
export function connect(
  path: string,
  mode: AccessMode,
  log?: (query: CompiledQuery) => void,
): Connection {
  return translating(path, () => {
    const raw = new DatabaseSync(path, { readOnly: mode === 'read', timeout: 5000 })
    try {
      raw.exec('PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536')
      // FULL: the write-ahead log is fsynced at every COMMIT, so what returned is durable.
      if (mode === 'write') raw.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    } catch (error) {
      raw.close()
      throw error
    }
    return connection(raw, path, mode, log)
  })
}

function connection(
  raw: DatabaseSyncInstance,
  path: string,
  mode: AccessMode,
  log: ((query: CompiledQuery) => void) | undefined,
): Connection {
  const db = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: adapt(raw, path) }),
    log: (event) => log?.(event.query),
  })
  return {
    db,
    copyTo: (target) => copyDatabase(path, target),
    close: async () => {
      try {
        // The driver really closes only when its statements are collected: leave nothing in the log.
        if (mode === 'write') await sql`pragma wal_checkpoint(truncate)`.execute(db)
      } finally {
        await db.destroy()
      }
    },
  }
}

const allPagesAtOnce = 2 ** 30

/** By a connection of its own and in one step: never half of a transaction, whoever writes meanwhile. */
async function copyDatabase(path: string, target: string): Promise<void> {
  const source = new DatabaseSync(path, { readOnly: true, timeout: 5000 })
  try {
    await backup(source, target, { rate: allPagesAtOnce })
    leaveWal(target)
  } catch (error) {
    throw translate(error, target)
  } finally {
    source.close()
  }
}

/** Makes a copy one self-contained file that can be opened without files beside it. */
function leaveWal(path: string): void {
  const copy = new DatabaseSync(path)
  try {
    copy.exec('PRAGMA journal_mode = DELETE')
  } finally {
    copy.close()
  }
}

const cachedStatements = 256
const nothingChanged = { changes: 0, lastInsertRowid: 0 }

/** The database as Kysely's own SQLite driver wants it, with prepared statements kept for reuse. */
function adapt(raw: DatabaseSyncInstance, path: string): SqliteDatabase {
  const cache = new Map<string, StatementSyncInstance>()
  const prepare = (text: string): StatementSyncInstance => {
    const statement = cache.get(text) ?? raw.prepare(text)
    cache.delete(text)
    cache.set(text, statement)
    const oldest = cache.size > cachedStatements ? cache.keys().next().value : undefined
    if (oldest !== undefined) cache.delete(oldest)
    return statement
  }
  return {
    close: () => {
      cache.clear()
      raw.close()
    },
    prepare: (text) => {
      const statement = translating(path, () => prepare(text))
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => translating(path, (): unknown[] => statement.all(...parameters)),
        run: (parameters) =>
          translating(path, () => {
            // A full disk has rolled back already; to say so again would hide why.
            if (text === 'rollback' && !raw.isTransaction) return nothingChanged
            return statement.run(...parameters)
          }),
        iterate: (parameters) => statement.iterate(...parameters),
      }
    },
  }
}

/**
 * Many rows as one parameter: a table expression `json_each(...)`, one row for each array.
 * One cached statement serves any number of rows, ten times faster than lists of placeholders.
 */
export function jsonRows(
  rows: readonly (readonly (string | number | null)[])[],
): RawBuilder<unknown> {
  return sql`json_each(${JSON.stringify(rows)})`
}

/** Cell `index` of a row of `jsonRows` that is named `j`. */
export function cell<T>(index: number): RawBuilder<T> {
  return sql<T>`j.value ->> ${sql.lit(index)}`
}

/** Any number of ids as one parameter, for `in`. */
export function numbers<T extends number>(ids: readonly T[]): RawBuilder<T> {
  return sql<T>`(select j.value from json_each(${JSON.stringify(ids)}) as j)`
}

/** Creates a view-less guard: any change of the given kind to a table is refused. */
export function refuse(
  operation: 'delete' | 'update' | `update of ${string}`,
  table: string,
): RawBuilder<unknown> {
  const name = `${table}_no_${operation.split(' ')[0] ?? operation}`
  return sql`create trigger ${sql.raw(name)} before ${sql.raw(operation)} on ${sql.raw(table)}
    begin select raise(abort, ${sql.lit(`${table} is append-only`)}); end`
}

/** Whether the file says that it is ours. */
export async function isOurs(db: Database): Promise<boolean> {
  const { rows } = await sql<{ application_id: number }>`pragma application_id`.execute(db)
  return rows[0]?.application_id === applicationId
}

/** Marks the file as ours. */
export async function markOurs(db: Database): Promise<void> {
  await sql`pragma application_id = ${sql.lit(applicationId)}`.execute(db)
}

/** Reads every page of the file. Throws PROJECT_DAMAGED when one does not hold together. */
export async function verify(db: Database, path: string): Promise<void> {
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db)
  const verdict = rows[0]?.quick_check
  if (verdict !== 'ok') throw damaged(path, new Error(verdict ?? 'no verdict'))
}

/** Tables of the file, without SQLite's own. */
export async function tableNames(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from sqlite_master
    where type = 'table' and name not like 'sqlite_%'`.execute(db)
  return rows.map((row) => row.name)
}

/**
 * A lock that the operating system drops by itself when its process dies, however it dies: an open
 * exclusive transaction on a file of its own. Returns null when somebody else holds it.
 */
export function tryLock(path: string): { release(): void } | null {
  const raw = translating(path, () => new DatabaseSync(path, { timeout: 0 }))
  try {
    raw.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    raw.close()
    if (resultCode(error) === codes.busy) return null
    throw translate(error, path)
  }
  return {
    release: () => {
      raw.close()
    },
  }
}

const codes = { busy: 5, corrupt: 11, full: 13, notADb: 26 }
const ioWrite = 778
const foreignKey = 787

function errorNumber(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode
    : null
}

function resultCode(error: unknown): number | null {
  const number = errorNumber(error)
  return number === null ? null : number & 0xff
}

/** Whether a write named a row that does not exist. */
export function isForeignKeyError(error: unknown): boolean {
  return errorNumber(error) === foreignKey
}

function translating<T>(path: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw translate(error, path)
  }
}

/** SQLite's errors that a person can act on, as failures; every other one as it is. */
function translate(error: unknown, path: string): unknown {
  const code = resultCode(error)
  if (code === codes.full || errorNumber(error) === ioWrite) return diskFull(path, error)
  if (code === codes.corrupt || code === codes.notADb) return damaged(path, error)
  if (code === codes.busy) return locked(path, error)
  return error
}

function damaged(path: string, cause: unknown): Failure {
  return new Failure('PROJECT_DAMAGED', 'The project file is damaged.', {
    advice: 'Restore backup: the newest copy in the folder "backups" takes its place.',
    path,
    cause,
  })
}

/** Somebody else writes this project. */
export function locked(path: string, cause?: unknown): Failure {
  return new Failure('PROJECT_LOCKED', 'This project is open in another Singlet.', {
    advice: 'Close it there, then try again.',
    path,
    cause,
  })
}
