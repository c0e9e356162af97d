import type { ImageId } from '../contract/ids'
import type { ImageDetail, ImageItem, ImageOrder, ImageStatus } from '../contract/images'
import { Failure } from '../contract/failures'
import {
  filteredIds,
  filteredIndexOf,
  filteredTotal,
  isFiltered,
  orderColumn,
  type ImageWhere,
} from './image-filter'
import { labelsOf } from './labels'
import type { Database } from './sqlite'

export interface PageInput extends ImageWhere {
  readonly offset: number
  readonly limit: number
}

/** Ids of one page, from an index alone. */
export function pageIds(db: Database, { order, status, offset, limit }: PageInput) {
  return db
    .selectFrom('image')
    .select('id')
    .where('listed', '=', 1)
    .$if(status !== null, (query) => query.where('status', '=', status))
    .orderBy(orderColumn[order])
    .orderBy('id')
    .limit(limit)
    .offset(offset)
}

/** What a tile shows of each of the images, in any order. */
export function tiles(db: Database, ids: readonly ImageId[]) {
  return db
    .selectFrom('image')
    .select(['id', 'path', 'width', 'height', 'status'])
    .where('id', 'in', ids)
}

/** Present pairs of the images; hidden classes are left out. */
export function presentPairs(db: Database, ids: readonly ImageId[]) {
  return db
    .selectFrom('label')
    .innerJoin('class', 'class.id', 'label.class')
    .select(['image', 'class'])
    .where('image', 'in', ids)
    .where('state', '=', 1)
    .where('class.retired', '=', 0)
    .orderBy('image')
    .orderBy('class')
}

/** Images with a status, or all; from counters. */
export function statusTotal(db: Database, status: ImageStatus | null) {
  return db
    .selectFrom('status_count')
    .select((eb) => eb.fn.sum<number | null>('n').as('n'))
    .$if(status !== null, (query) => query.where('status', '=', status))
}

/** A page of the grid and how many images there are in all. */
export async function page(
  db: Database,
  input: PageInput,
): Promise<{ total: number; items: ImageItem[] }> {
  if (isFiltered(input)) {
    const total = await filteredTotal(db, input)
    return { total, items: await itemsOf(db, await filteredIds(db, input, input)) }
  }
  const ids = (await pageIds(db, input).execute()).map((row) => row.id)
  const total = await statusTotal(db, input.status).executeTakeFirst()
  return { total: total?.n ?? 0, items: await itemsOf(db, ids) }
}

/** The images in the order of `ids`; unknown ids are left out. */
export async function itemsOf(db: Database, ids: readonly ImageId[]): Promise<ImageItem[]> {
  if (ids.length === 0) return []
  const rows = await tiles(db, ids).execute()
  const items = new Map(rows.map((row): [ImageId, ImageItem] => [row.id, { ...row, present: [] }]))
  for (const pair of await presentPairs(db, ids).execute()) {
    items.get(pair.image)?.present.push(pair.class)
  }
  return ids.flatMap((id) => items.get(id) ?? [])
}

/** One image with all that is known of it. Throws NOT_FOUND. */
export async function detail(db: Database, image: ImageId): Promise<ImageDetail> {
  const [item] = await itemsOf(db, [image])
  if (item === undefined) throw new Failure('NOT_FOUND', 'This image is not in the project.')
  return { ...item, labels: await labelsOf(db, image) }
}

/** Where one image stands by the order's column; null when it is missing or of another status. */
export function placeOf(
  db: Database,
  image: ImageId,
  order: ImageOrder,
  status: ImageStatus | null,
) {
  return db
    .selectFrom('image')
    .select(['id', `${orderColumn[order]} as place`])
    .where('id', '=', image)
    .where('listed', '=', 1)
    .$if(status !== null, (query) => query.where('status', '=', status))
}

/** How many images come before a place, from an index alone. */
export function countBefore(
  db: Database,
  at: { id: ImageId; place: number },
  order: ImageOrder,
  status: ImageStatus | null,
) {
  const column = orderColumn[order]
  return db
    .selectFrom('image')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('listed', '=', 1)
    .$if(status !== null, (query) => query.where('status', '=', status))
    .where((eb) => eb(eb.refTuple(column, 'id'), '<', eb.tuple(at.place, at.id)))
}

/** Place from 0 in an order, null when the image is not in it. */
export async function indexOf(
  db: Database,
  image: ImageId,
  where: ImageWhere,
): Promise<number | null> {
  if (isFiltered(where)) return filteredIndexOf(db, image, where)
  const { order, status } = where
  const at = await placeOf(db, image, order, status).executeTakeFirst()
  if (at === undefined) return null
  const before = await countBefore(db, at, order, status).executeTakeFirstOrThrow()
  return before.n
}
