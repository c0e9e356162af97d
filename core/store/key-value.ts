import type { z } from 'zod'
import { Failure } from '../contract/failures'
import type { Database } from './sqlite'

/** Small values by name, as JSON, checked against a schema when they are read. */
export interface KeyValue {
  /** null when nothing was stored. Throws PROJECT_DAMAGED when what is stored does not fit. */
  get<T>(key: string, schema: z.ZodType<T>): Promise<T | null>
  set(key: string, value: unknown): Promise<void>
}

/** The table `setting` (what people choose) or `meta` (what the project is). */
export function keyValue(db: Database, table: 'setting' | 'meta'): KeyValue {
  return {
    get: async (key, schema) => {
      const row = await db
        .selectFrom(table)
        .select('json')
        .where('key', '=', key)
        .executeTakeFirst()
      return row === undefined ? null : parseJson(row.json, schema)
    },
    set: async (key, value) => {
      const json = JSON.stringify(value)
      await db
        .insertInto(table)
        .values({ key, json })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ json }))
        .execute()
    },
  }
}

/** Stored JSON as a value. Throws PROJECT_DAMAGED when it does not fit the schema. */
export function parseJson<T>(json: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(json))
  } catch (cause) {
    throw new Failure('PROJECT_DAMAGED', 'A value in the project file cannot be read.', {
      advice: 'Restore backup: the newest copy in the folder "backups" takes its place.',
      cause,
    })
  }
}
