import { sql, type RawBuilder } from 'kysely'
import type { ImageId } from '../contract/ids'
import type { ImageFilter, ImageOrder, ImageStatus } from '../contract/images'
import { codeOf } from './states'
import { cell, jsonRows, type Database } from './sqlite'

/** Which pictures, and in which order. */
export interface ImageWhere {
  readonly order: ImageOrder
  readonly status: ImageStatus | null
  readonly filter?: ImageFilter | undefined
}

export const orderColumn = {
  folder: 'position',
  random: 'random_position',
  variety: 'variety_position',
} as const

interface Filtered {
  readonly order: ImageOrder
  readonly status: ImageStatus | null
  readonly filter: ImageFilter
}

/** The filter, unless it leaves nothing out. */
export function isFiltered(where: ImageWhere): where is Filtered {
  return where.filter?.class !== undefined || where.filter?.images !== undefined
}

export async function filteredIds(
  db: Database,
  where: Filtered,
  { offset, limit }: { offset: number; limit: number },
): Promise<ImageId[]> {
  const order = where.filter.images
    ? sql`j.key`
    : sql`image.${sql.ref(orderColumn[where.order])}, image.id`
  const { rows } = await sql<{ id: ImageId }>`select image.id ${matching(where)}
    order by ${order} limit ${limit} offset ${offset}`.execute(db)
  return rows.map((row) => row.id)
}

export async function filteredTotal(db: Database, where: Filtered): Promise<number> {
  return count(db, matching(where))
}

/** Place from 0 among the pictures of the filter, null when it is not one of them. */
export async function filteredIndexOf(
  db: Database,
  image: ImageId,
  where: Filtered,
): Promise<number | null> {
  const found = matching(where)
  if ((await count(db, sql`${found} and image.id = ${image}`)) === 0) return null
  if (where.filter.images) {
    const place = [...new Set(where.filter.images)].indexOf(image)
    return count(db, sql`${found} and j.key < ${place}`)
  }
  const column = sql.ref(orderColumn[where.order])
  return count(
    db,
    sql`${found} and (image.${column}, image.id) <
      (select at.${column}, at.id from image as at where at.id = ${image})`,
  )
}

async function count(db: Database, from: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n ${from}`.execute(db)
  return rows[0]?.n ?? 0
}

/**
 * `cross join` is a promise to SQLite that the left side is the small one: the labels of the class,
 * or the pictures named. Unknown pairs have no row, so only there all pictures are gone through.
 */
function matching({ status, filter }: Filtered): RawBuilder<unknown> {
  const ofStatus = status === null ? sql`` : sql`and image.status = ${status}`
  if (filter.images !== undefined) {
    const named = jsonRows([...new Set(filter.images)].map((id) => [id]))
    return sql`from ${named} as j cross join image on image.id = ${cell(0)}
      where image.missing = 0 ${ofStatus} ${labelled(filter)}`
  }
  if (filter.state === 'unknown') {
    return sql`from image where image.listed = 1 ${ofStatus} ${labelled(filter)}`
  }
  return sql`from label cross join image on image.id = label.image
    where label.class = ${filter.class} and label.state = ${codeOf(filter.state ?? 'present')}
      and image.listed = 1 ${ofStatus}`
}

function labelled({ class: id, state = 'present' }: ImageFilter): RawBuilder<unknown> {
  if (id === undefined) return sql``
  const rows = sql`select 1 from label where label.image = image.id and label.class = ${id}`
  return state === 'unknown'
    ? sql`and not exists (${rows})`
    : sql`and exists (${rows} and label.state = ${codeOf(state)})`
}
