import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { Failure } from '../contract/failures'
import type { ImageId } from '../contract/ids'
import type { ImageDetail, ImagePage, ImageProblem } from '../contract/images'
import { moveStatusCounts, recountStatuses } from './counters'
import { findImages, type FoundImage } from './image-search'
import { readIdentity } from './info'
import type { ImageWhere } from './image-filter'
import { detail, indexOf, page, type PageInput } from './image-page'
import { cell, jsonRows, type Database } from './sqlite'

/** A picture as a scan found it. */
export interface NewImage {
  /** Relative to the picture folder, with forward slashes. */
  readonly path: string
  /** Upright size in pixels. */
  readonly width: number
  readonly height: number
  readonly bytes: number
  /** Milliseconds since 1970. */
  readonly mtime: number
  /** Pictures kept `apart` are neither trained on nor judged, and nobody is asked about them. */
  readonly split?: 'train' | 'validation' | 'apart'
}

/** What the feature cache and the scanner need of an image. */
export interface ImageRow {
  readonly id: ImageId
  readonly path: string
  readonly width: number
  readonly height: number
  readonly bytes: number
  readonly mtime: number
  readonly split: 'train' | 'validation' | 'apart'
}

/**
 * The pictures of a project. Missing ones (see `markMissing`) are left out of every answer, and pages,
 * places and counts by status also leave out what is not for training, which nobody is asked to label.
 */
export interface ImageStore {
  /**
   * Adds pictures, or updates size and time of those whose path is known; a listed problem of the
   * same path is gone. One transaction. Returns how many were new.
   */
  addMany(images: readonly NewImage[], signal?: AbortSignal): Promise<{ added: number }>
  /** Lists files that could not be read; one reason a path. */
  addProblems(problems: readonly ImageProblem[]): Promise<void>
  clearProblems(): Promise<void>
  problems(): Promise<ImageProblem[]>
  page(input: PageInput): Promise<ImagePage>
  /** Throws NOT_FOUND. */
  get(image: ImageId): Promise<ImageDetail>
  /** Every picture in folder order. */
  all(): Promise<ImageRow[]>
  count(): Promise<number>
  /** Place from 0 in an order, null when the image is not in it. */
  indexOf(image: ImageId, where: ImageWhere): Promise<number | null>
  /** See `findImages`. */
  find(text: string, limit: number): Promise<FoundImage[]>
  byPath(path: string): Promise<ImageRow | null>
  /** Folder order becomes the natural order of paths ("2.jpg" before "10.jpg"); for the end of a scan. */
  sortByPath(): Promise<void>
  /** Places from 0 in the order of `images`; those not named follow in random order. */
  setVarietyOrder(images: readonly ImageId[]): Promise<void>
  /** Hides pictures whose files are gone, keeping their decisions; `addMany` brings them back. */
  markMissing(images: readonly ImageId[]): Promise<void>
}

const chunkSize = 5000
/** Above every real place, so that images without one come last. */
const noVariety = 2 ** 40

export function imageStore(db: Database, now: () => number): ImageStore {
  return {
    addMany: (images, signal) => addMany(db, now(), images, signal),
    addProblems: (problems) => addProblems(db, problems),
    clearProblems: async () => {
      await db.deleteFrom('image_problem').execute()
    },
    problems: () => db.selectFrom('image_problem').selectAll().orderBy('path').execute(),
    page: (input) => page(db, input),
    get: (image) => detail(db, image),
    all: () => allImages(db).orderBy('position').orderBy('id').execute(),
    count: () => count(db),
    indexOf: (image, where) => indexOf(db, image, where),
    find: (text, limit) => findImages(db, text, limit),
    byPath: async (path) =>
      (await allImages(db).where('path', '=', path).executeTakeFirst()) ?? null,
    sortByPath: () => sortByPath(db),
    setVarietyOrder: (images) => setVarietyOrder(db, images),
    markMissing: (images) => markMissing(db, images),
  }
}

function allImages(db: Database) {
  return db
    .selectFrom('image')
    .select(['id', 'path', 'width', 'height', 'bytes', 'mtime', 'split'])
    .where('missing', '=', 0)
}

async function count(db: Database): Promise<number> {
  const row = await db
    .selectFrom('image')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('missing', '=', 0)
    .executeTakeFirstOrThrow()
  return row.n
}

async function addMany(
  db: Database,
  at: number,
  images: readonly NewImage[],
  signal?: AbortSignal,
): Promise<{ added: number }> {
  const { orderSeed } = await readIdentity(db)
  return db.transaction().execute(async (tx) => {
    const first = await nextPosition(tx)
    const revivable = await anyMissing(tx)
    let next = first
    let listed = 0
    for (let start = 0; start < images.length; start += chunkSize) {
      throwIfCancelled(signal)
      const chunk = images.slice(start, start + chunkSize)
      const fresh = await upsert(tx, chunk, { at, next, orderSeed })
      next += fresh.length
      listed += fresh.filter(({ split = 'train' }) => split === 'train').length
    }
    // A full count only where a hidden image may have come back.
    if (revivable) await recountStatuses(tx)
    else await moveStatusCounts(tx, [], [{ status: 'todo', n: listed }])
    return { added: next - first }
  })
}

/** Positions are dense over all images, missing ones included. */
async function nextPosition(db: Database): Promise<number> {
  const last = [0, 1] as const
  const places = last.map(async (listed) => {
    const row = await db
      .selectFrom('image')
      .select((eb) => eb.fn.max<number | null>('position').as('place'))
      .where('listed', '=', listed)
      .executeTakeFirst()
    return row?.place ?? -1
  })
  return Math.max(...(await Promise.all(places))) + 1
}

async function anyMissing(db: Database): Promise<boolean> {
  const row = await db
    .selectFrom('image')
    .select('id')
    .where('missing', '=', 1)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Writes a chunk; returns those whose paths were new. A path given twice counts once. */
async function upsert(
  db: Database,
  images: readonly NewImage[],
  context: { at: number; next: number; orderSeed: number },
): Promise<readonly NewImage[]> {
  const byPath = new Map(images.map((image) => [image.path, image]))
  const paths = jsonRows([...byPath.keys()].map((path) => [path]))
  const known = await sql<{ path: string }>`select image.path from ${paths} as j
    join image on image.path = ${cell(0)}`.execute(db)
  await sql`delete from image_problem where path in (select ${cell(0)} from ${paths} as j)`.execute(
    db,
  )
  const old = known.rows.flatMap(({ path }) => byPath.get(path) ?? [])
  for (const { path } of old) byPath.delete(path)
  await updateImages(db, old)
  const fresh = [...byPath.values()]
  await insertImages(db, fresh, context)
  return fresh
}

async function updateImages(db: Database, images: readonly NewImage[]): Promise<void> {
  if (images.length === 0) return
  const rows = images.map((image) => [
    ...[image.path, image.width, image.height, image.bytes, image.mtime],
  ])
  await sql`update image set missing = 0, width = fresh.width, height = fresh.height,
      bytes = fresh.bytes, mtime = fresh.mtime
    from (select ${cell(0)} as path, ${cell(1)} as width, ${cell(2)} as height,
      ${cell(3)} as bytes, ${cell(4)} as mtime from ${jsonRows(rows)} as j) as fresh
    where image.path = fresh.path`.execute(db)
}

async function insertImages(
  db: Database,
  images: readonly NewImage[],
  { at, next, orderSeed }: { at: number; next: number; orderSeed: number },
): Promise<void> {
  const rows = images.map((image, index) => {
    const random = randomPosition(image.path, orderSeed)
    return [
      ...[image.path, image.width, image.height, image.bytes, image.mtime],
      ...[next + index, random, noVariety + random, image.split ?? 'train'],
    ]
  })
  await sql`insert into image (path, width, height, bytes, mtime, added_at,
      position, random_position, variety_position, split)
    select ${cell(0)}, ${cell(1)}, ${cell(2)}, ${cell(3)}, ${cell(4)}, ${at},
      ${cell(5)}, ${cell(6)}, ${cell(7)}, ${cell(8)} from ${jsonRows(rows)} as j`.execute(db)
}

/** 32 bits that depend on nothing but the path and the project: stable when images come and go. */
function randomPosition(path: string, seed: number): number {
  return createHash('sha1')
    .update(`${String(seed)}/${path}`)
    .digest()
    .readUInt32BE(0)
}

async function addProblems(db: Database, problems: readonly ImageProblem[]): Promise<void> {
  const rows = problems.map((problem) => [problem.path, problem.reason])
  await sql`insert into image_problem (path, reason)
    select ${cell(0)}, ${cell(1)} from ${jsonRows(rows)} as j where true
    on conflict (path) do update set reason = excluded.reason`.execute(db)
}

async function sortByPath(db: Database): Promise<void> {
  const collator = new Intl.Collator('en', { numeric: true })
  await db.transaction().execute(async (tx) => {
    const images = await tx.selectFrom('image').select(['id', 'path']).execute()
    images.sort((a, b) => collator.compare(a.path, b.path) || a.id - b.id)
    await setPlaces(
      tx,
      'position',
      images.map((image) => image.id),
    )
  })
}

/** Not in one go: a decision that comes meanwhile waits for a few thousand places, not for them all. */
async function setVarietyOrder(db: Database, images: readonly ImageId[]): Promise<void> {
  const named = jsonRows(images.map((id) => [id]))
  await sql`update image set variety_position = ${noVariety} + random_position
    where variety_position < ${noVariety} and id not in (select ${cell(0)} from ${named} as j)`.execute(
    db,
  )
  await setPlaces(db, 'variety_position', images)
}

/** Rewrites only the places that change. */
async function setPlaces(
  db: Database,
  column: 'position' | 'variety_position',
  images: readonly ImageId[],
): Promise<void> {
  for (let start = 0; start < images.length; start += chunkSize) {
    const rows = images.slice(start, start + chunkSize).map((id, index) => [id, start + index])
    await sql`update image set ${sql.ref(column)} = place.n from
        (select ${cell(0)} as id, ${cell(1)} as n from ${jsonRows(rows)} as j) as place
      where image.id = place.id and image.${sql.ref(column)} <> place.n`.execute(db)
  }
}

async function markMissing(db: Database, images: readonly ImageId[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`update image set missing = 1 where id in
      (select ${cell(0)} from ${jsonRows(images.map((id) => [id]))} as j)`.execute(tx)
    await recountStatuses(tx)
  })
}

/** Long work asks this between its steps. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new Failure('CANCELLED', 'Cancelled.')
}
