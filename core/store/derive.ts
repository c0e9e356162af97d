import { sql, type RawBuilder } from 'kysely'
import type { BatchId, ClassId } from '../contract/ids'
import type { ImageStatus } from '../contract/images'
import { changesClasses, deriveClasses, deriveEveryClass } from './class-versions'
import { deriveEverySegment, deriveSegments } from './segment-versions'
import { moveLabelCounts, moveStatusCounts, recountLabels, recountStatuses } from './counters'
import type { StateCode } from './schema'
import { cell, jsonRows, type Database } from './sqlite'

// One rule gives every label: the last decision of the pair whose batch is not undone; and one every
// class: its last such version. The same SQL answers for the few pairs of one gesture, for an import of
// 200,000 and for a rebuild of everything. Labels of hidden classes stay, but make no image seeded.

/** Brings classes, labels, segments, image states and counters up to date for what a batch is about. */
export async function deriveBatch(db: Database, batch: BatchId): Promise<void> {
  const pairs = sql`select distinct image, class from decision
    where batch = ${batch} and class is not null`
  const turned = (await changesClasses(db, batch)) ? await turnClasses(db, batch) : []
  const images = imagesOf(batch, turned)
  const labelsBefore = await labelCounts(db, pairs)
  const statusBefore = await statusCounts(db, images)
  await sql`delete from label where (image, class) in (${pairs})`.execute(db)
  await insertLabels(db, pairs)
  await updateImages(db, sql`id in (${images})`)
  await moveLabelCounts(db, labelsBefore, await labelCounts(db, pairs))
  await moveStatusCounts(db, statusBefore, await statusCounts(db, images))
  await deriveSegments(db, batch)
}

/** Brings the classes of a batch up to date; returns those that became hidden or seen by it. */
async function turnClasses(db: Database, batch: BatchId): Promise<ClassId[]> {
  const before = await seenClasses(db, batch)
  await deriveClasses(db, batch)
  const after = await seenClasses(db, batch)
  return [...new Set([...before, ...after])].filter((id) => before.has(id) !== after.has(id))
}

async function seenClasses(db: Database, batch: BatchId): Promise<Set<ClassId>> {
  const { rows } = await sql<{ id: ClassId }>`select id from class where retired = 0
    and id in (select class from class_version where batch = ${batch})`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

function imagesOf(batch: BatchId, turned: readonly ClassId[]): RawBuilder<unknown> {
  const decided = sql`select image from decision where batch = ${batch}`
  if (turned.length === 0) return sql`select distinct image from (${decided})`
  const classes = sql`select ${cell(0)} from ${jsonRows(turned.map((id) => [id]))} as j`
  return sql`${decided} union select image from label where state = 1 and class in (${classes})`
}

/** Forgets all that is derived and makes it again from the decisions. */
export async function deriveAll(db: Database): Promise<void> {
  await deriveUndone(db)
  await deriveEveryClass(db)
  await db.deleteFrom('label').execute()
  await insertLabels(db, everyPair)
  await updateImages(db, sql`true`)
  await recountLabels(db)
  await recountStatuses(db)
  await deriveEverySegment(db)
}

const everyPair = sql`select distinct image, class from decision where class is not null`

/** Labels as they should be for every pair, for comparing. */
export const expectedLabels = labelsFor(everyPair)

/** The undo batch that took a batch back, or null: what `batch.undone_by` should be. */
export const expectedUndoneBy = sql<BatchId | null>`(
  select case when act.kind = 'undo' then act.id end from batch as act
  where act.target = batch.id order by act.id desc limit 1)`

async function deriveUndone(db: Database): Promise<void> {
  await sql`update batch set undone_by = ${expectedUndoneBy}`.execute(db)
}

function labelsFor(pairs: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select found.image, found.class, decision.state, decision.id as decision
    from (select pair.image, pair.class, (
        select d.id from decision as d join batch as b on b.id = d.batch
        where d.image = pair.image and d.class = pair.class and b.undone_by is null
        order by d.id desc limit 1) as last
      from (${pairs}) as pair) as found
    join decision on decision.id = found.last
    where decision.state <> 0`
}

async function insertLabels(db: Database, pairs: RawBuilder<unknown>): Promise<void> {
  await sql`insert into label (image, class, state, decision) ${labelsFor(pairs)}`.execute(db)
}

const presentOfImage = sql`from label cross join class on class.id = label.class
  where label.image = image.id and label.state = 1 and class.retired = 0`

/** Present labels of an image. */
export const expectedPresent = sql<number>`(select count(*) ${presentOfImage})`

/** Seeded with a present label; else the last of skip, present and clear decides. */
export const expectedStatus = sql<ImageStatus>`case
  when exists (select 1 ${presentOfImage}) then 'seeded'
  when (select d.kind from decision as d join batch as b on b.id = d.batch
    where d.image = image.id and b.undone_by is null and (d.kind = 'skip' or d.state in (0, 1))
    order by d.id desc limit 1) = 'skip' then 'skipped'
  else 'todo' end`

async function updateImages(db: Database, where: RawBuilder<unknown>): Promise<void> {
  await sql`update image set present_count = ${expectedPresent}, status = ${expectedStatus}
    where ${where}`.execute(db)
}

async function labelCounts(
  db: Database,
  pairs: RawBuilder<unknown>,
): Promise<{ class: ClassId; state: StateCode; n: number }[]> {
  const { rows } = await sql<{ class: ClassId; state: StateCode; n: number }>`
    select class, state, count(*) as n from label where (image, class) in (${pairs})
    group by class, state`.execute(db)
  return rows
}

/** The plus keeps the index of listed images out: by it every one of them would be looked at. */
async function statusCounts(
  db: Database,
  images: RawBuilder<unknown>,
): Promise<{ status: ImageStatus; n: number }[]> {
  const { rows } = await sql<{ status: ImageStatus; n: number }>`
    select status, count(*) as n from image where id in (${images}) and +listed = 1
    group by status`.execute(db)
  return rows
}
