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
  return (
    where.filter?.class !== undefined ||
    where.filter?.images !== undefined ||
    where.filter?.latest === true
  )
}

export async function filteredIds(
  db: Database,
  where: Filtered,
  { offset, limit }: { offset: number; limit: number },
): Promise<ImageId[]> {
  const order = isListed(where)
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
  if (isListed(where)) {
    const { rows } = await sql<{ key: number }>`select j.key ${found}
      and image.id = ${image}`.execute(db)
    return count(db, sql`${found} and j.key < ${rows[0]?.key}`)
  }
  const column = sql.ref(orderColumn[where.order])
  return count(
    db,
    sql`${found} and (image.${column}, image.id) <
      (select at.${column}, at.id from image as at where at.id = ${image})`,
  )
}

/** Pictures that come in an order of their own. */
function isListed({ filter }: Filtered): boolean {
  return filter.images !== undefined || filter.latest === true
}

/** How far back the latest decisions go. */
const latestDecisions = 2000

/** Pictures in an order of their own, as `j` with `key` and `image`. */
function listed({ images }: ImageFilter): RawBuilder<unknown> {
  if (images === undefined) {
    return sql`(select -max(id) as key, image from decision
      where id > (select max(id) from decision) - ${latestDecisions} group by +image) as j`
  }
  const named = jsonRows([...new Set(images)].map((id) => [id]))
  return sql`(select j.key, ${cell(0)} as image from ${named} as j) as j`
}

async function count(db: Database, from: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n ${from}`.execute(db)
  return rows[0]?.n ?? 0
}

/**
 * `cross join` is a promise to SQLite that the left side is the small one: the labels of the class,
 * or the pictures named. Unknown pairs have no row, so only there all pictures are gone through.
 */
function matching(where: Filtered): RawBuilder<unknown> {
  const { status, filter } = where
  const ofStatus = status === null ? sql`` : sql`and image.status = ${status}`
  if (isListed(where)) {
    return sql`from ${listed(filter)} cross join image on image.id = j.image
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
