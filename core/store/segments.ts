import { sql } from 'kysely'
import type { ClassId, ImageId } from '../contract/ids'
import type { Mask, SegmentId, SegmentInfo, SegmentState } from '../contract/segments'
import type { SegmentRow } from './segment-versions'
import { numbers, type Database } from './sqlite'

/** How many segments of a class there are in one state. */
export interface SegmentCount {
  readonly class: ClassId | null
  readonly state: SegmentState
  readonly n: number
}

/** Masks in pictures: derived from what people decided and machines proposed. */
export interface SegmentStore {
  /** Oldest first. */
  ofImage(image: ImageId): Promise<SegmentInfo[]>
  /** The same for several images; those without any are left out. */
  ofImages(images: readonly ImageId[]): Promise<Map<ImageId, SegmentInfo[]>>
  /** Images that have a segment in this state, in the order of their ids. */
  imagesWith(state: SegmentState): Promise<ImageId[]>
  counts(): Promise<SegmentCount[]>
}

export function segmentStore(db: Database): SegmentStore {
  return {
    ofImage: async (image) => (await ofImages(db, [image])).get(image) ?? [],
    ofImages: (images) => ofImages(db, images),
    imagesWith: (state) => imagesWith(db, state),
    counts: () => counts(db),
  }
}

function standing(db: Database) {
  return db
    .selectFrom('segment')
    .innerJoin('segment_version as v', 'v.id', 'segment.version')
    .innerJoin('mask', 'mask.id', 'v.mask')
    .select(['segment.id', 'segment.image', 'segment.class', 'segment.state'])
    .select(['v.source', 'v.model', 'v.run', 'v.at', 'v.quality', 'v.stability', 'v.reliability'])
    .select(['v.mask', 'mask.width', 'mask.height', 'mask.counts', 'mask.area'])
}

async function ofImages(
  db: Database,
  images: readonly ImageId[],
): Promise<Map<ImageId, SegmentInfo[]>> {
  const rows = await standing(db)
    .where('segment.image', 'in', numbers(images))
    .orderBy('segment.image')
    .orderBy('segment.id')
    .execute()
  const byImage = new Map<ImageId, SegmentInfo[]>()
  for (const { width, height, counts, ...row } of rows) {
    const info = { ...row, mask: { width, height, counts } }
    const known = byImage.get(row.image)
    if (known) known.push(info)
    else byImage.set(row.image, [info])
  }
  return byImage
}

/** Segments by id with the numbers and runs of their masks; unknown ids are left out. */
export async function standingRows(
  db: Database,
  ids: readonly SegmentId[],
): Promise<(SegmentRow & { counts: Mask })[]> {
  const rows = await standing(db).where('segment.id', 'in', numbers(ids)).execute()
  return rows.map(({ width, height, counts, area: _area, at: _at, ...row }) => ({
    ...row,
    counts: { width, height, counts },
    gone: 0,
  }))
}

async function imagesWith(db: Database, state: SegmentState): Promise<ImageId[]> {
  const rows = await db
    .selectFrom('segment')
    .select('image')
    .distinct()
    .where('state', '=', state)
    .orderBy('image')
    .execute()
  return rows.map(({ image }) => image)
}

async function counts(db: Database): Promise<SegmentCount[]> {
  const rows = await db.selectFrom('segment_count').selectAll().where('n', '<>', 0).execute()
  // Only 0 is no class, and the table says so.
  return rows.map((row) => ({ ...row, class: row.class === 0 ? null : (row.class as ClassId) }))
}

/** The images whose segments a batch is about. */
export async function segmentImages(db: Database, batch: number): Promise<ImageId[]> {
  const { rows } = await sql<{ image: ImageId }>`select distinct image from segment_version
    where batch = ${batch}`.execute(db)
  return rows.map(({ image }) => image)
}
