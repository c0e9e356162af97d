import { sql } from 'kysely'
import type { ImageId } from '../contract/ids'
import type { Database } from './sqlite'

export interface FoundImage {
  readonly id: ImageId
  readonly path: string
}

/** Fewer letters than this are no trigram: they must begin the path. */
const shortestInside = 3

/**
 * Pictures whose path holds every word of `text`, whatever the case; for one or two letters those
 * whose path begins with them. By an index, so that a hundred thousand pictures are no wait.
 */
export async function findImages(db: Database, text: string, limit: number): Promise<FoundImage[]> {
  const words = text
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== '')
  const long = words.filter((word) => Array.from(word).length >= shortestInside)
  if (long.length === 0) return words[0] === undefined ? [] : beginning(db, words[0], limit)
  // A phrase in quotes is taken as it is: nothing in a name is an operator.
  const match = long.map((word) => `"${word.replaceAll('"', '""')}"`).join(' ')
  const { rows } = await sql<FoundImage>`
    select image.id, image.path from image_name join image on image.id = image_name.rowid
    where image_name match ${match} and image.missing = 0 limit ${limit}`.execute(db)
  return rows
}

function beginning(db: Database, start: string, limit: number): Promise<FoundImage[]> {
  return db
    .selectFrom('image')
    .select(['id', 'path'])
    .where('path', '>=', start)
    .where('path', '<', `${start}\u{10FFFF}`)
    .where('missing', '=', 0)
    .orderBy('path')
    .limit(limit)
    .execute()
}
