import { sql, type RawBuilder } from 'kysely'
import type { BatchId, ClassId, ImageId, RunId } from '../contract/ids'
import type { SegmentId, SegmentSource, SegmentState } from '../contract/segments'
import { idList, type Carrying } from './class-merge'
import type { CheckedMask } from './segment-mask'
import { cell, jsonRows, type Database } from './sqlite'

/** All that a segment is, now or after a change. */
export interface SegmentRow {
  readonly id: SegmentId
  readonly image: ImageId
  readonly class: ClassId | null
  readonly state: SegmentState
  readonly source: SegmentSource
  readonly model: string | null
  readonly run: RunId | null
  /** One that is stored already, by its number. */
  readonly mask: number | CheckedMask
  readonly quality: number | null
  readonly stability: number | null
  readonly reliability: number | null
  readonly gone: 0 | 1
}

const chunkSize = 2000

/** Says in a batch what segments are from now on; `deriveSegments` makes it so. */
export async function writeSegments(
  db: Database,
  { batch, at }: Carrying,
  rows: readonly SegmentRow[],
): Promise<void> {
  let nextMask = await lastNumber(db, 'mask')
  for (let start = 0; start < rows.length; start += chunkSize) {
    const chunk = rows.slice(start, start + chunkSize)
    const fresh: (string | number)[][] = []
    const cells = chunk.map(({ mask, ...row }) => {
      const number = typeof mask === 'number' ? mask : ++nextMask
      if (typeof mask !== 'number') {
        fresh.push([number, mask.width, mask.height, mask.counts, mask.area])
      }
      return [
        ...[row.id, row.image, row.class, row.state, row.source, row.model, row.run, number],
        ...[row.quality, row.stability, row.reliability, row.gone],
      ]
    })
    await sql`insert into mask (id, width, height, counts, area)
      select ${cell(0)}, ${cell(1)}, ${cell(2)}, ${cell(3)}, ${cell(4)}
      from ${jsonRows(fresh)} as j`.execute(db)
    await sql`insert into segment_version (batch, at, segment, image, class, state, source, model,
        run, mask, quality, stability, reliability, gone)
      select ${batch}, ${at}, ${cell(0)}, ${cell(1)}, ${cell(2)}, ${cell(3)}, ${cell(4)}, ${cell(5)},
        ${cell(6)}, ${cell(7)}, ${cell(8)}, ${cell(9)}, ${cell(10)}, ${cell(11)}
      from ${jsonRows(cells)} as j`.execute(db)
  }
}

/** The highest number given out so far; rows are never deleted, so none is given out twice. */
export async function lastNumber(db: Database, of: 'mask' | 'segment'): Promise<number> {
  const { rows } = await (
    of === 'mask'
      ? sql<{ n: number | null }>`select max(id) as n from mask`
      : sql<{ n: number | null }>`select max(segment) as n from segment_version`
  ).execute(db)
  return rows[0]?.n ?? 0
}

/** Every segment of the merged classes is one of the kept class: one statement, whatever their number. */
export async function mergeSegments(
  db: Database,
  carrying: Carrying,
  { classes, into }: { classes: readonly ClassId[]; into: ClassId },
): Promise<void> {
  const gone = classes.filter((id) => id !== into)
  await relabel(db, carrying, sql`${into}`, sql`segment.class in (${idList(gone)})`)
}

/**
 * Segments of a split class in a picture that one part was chosen for are of that part. Where nobody
 * or somebody chose more than one, they stay with the class that is hidden, and come back with it.
 */
export async function splitSegments(
  db: Database,
  carrying: Carrying,
  whole: ClassId,
  chosen: readonly { readonly part: ClassId; readonly images: readonly ImageId[] }[],
): Promise<void> {
  const parts = new Map<ImageId, Set<ClassId>>()
  for (const { part, images } of chosen) {
    for (const image of images) parts.set(image, (parts.get(image) ?? new Set()).add(part))
  }
  const rows = [...parts].filter(([, of]) => of.size === 1).map(([image, of]) => [image, ...of])
  if (rows.length === 0) return
  const part = sql`(select ${cell(1)} from ${jsonRows(rows)} as j where ${cell(0)} = segment.image)`
  const images = sql`select ${cell(0)} from ${jsonRows(rows)} as j`
  const where = sql`segment.class = ${whole} and segment.image in (${images})`
  await relabel(db, carrying, part, where)
}

async function relabel(
  db: Database,
  { batch, at }: Carrying,
  to: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
): Promise<void> {
  await sql`insert into segment_version (batch, at, segment, image, class, state, source, model,
      run, mask, quality, stability, reliability, gone)
    select ${batch}, ${at}, segment.id, segment.image, ${to}, segment.state, v.source, v.model,
      v.run, v.mask, v.quality, v.stability, v.reliability, 0
    from segment join segment_version as v on v.id = segment.version where ${where}`.execute(db)
}

/** Brings segments up to date that a batch is about. */
export async function deriveSegments(db: Database, batch: BatchId): Promise<void> {
  const touched = sql`select distinct segment from segment_version where batch = ${batch}`
  await sql`delete from segment where id in (${touched})`.execute(db)
  await insertSegments(db, touched)
}

export async function deriveEverySegment(db: Database): Promise<void> {
  await db.deleteFrom('segment').execute()
  await db.deleteFrom('segment_count').execute()
  await insertSegments(db, everySegment)
}

const everySegment = sql`select distinct segment from segment_version`

/** Segments as they should be, for comparing. */
export const expectedSegments = segmentsFor(everySegment)

function segmentsFor(segments: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select v.segment as id, v.image, v.class, v.state, v.id as version
    from (select (select own.id from segment_version as own join batch on batch.id = own.batch
        where own.segment = touched.segment and batch.undone_by is null
        order by own.id desc limit 1) as last
      from (${segments}) as touched) as found
    join segment_version as v on v.id = found.last
    where v.gone = 0`
}

async function insertSegments(db: Database, segments: RawBuilder<unknown>): Promise<void> {
  await sql`insert into segment (id, image, class, state, version)
    ${segmentsFor(segments)}`.execute(db)
}
