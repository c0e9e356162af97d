import { sql } from 'kysely'
import type { ClassEdit, ClassPreview, PreviewRow } from '../contract/classes'
import { Failure } from '../contract/failures'
import type { ClassId, ImageId } from '../contract/ids'
import { countsOf, type ClassCounts } from './class-counts'
import { idList, mergedLabels, type Merge } from './class-merge'
import { carriedBySplit, type Split } from './class-split'
import { classesOf, type ClassRow } from './class-versions'
import { stateOf } from './states'
import type { StateCode } from './schema'
import type { Database } from './sqlite'
import { imageCount } from './taxonomy'

/** As many pictures of a contradiction are named. */
const NAMED = 500

/** What an edit would do, counted and not done. Throws what the edit would. */
export async function previewOf(db: Database, edit: ClassEdit): Promise<ClassPreview> {
  return db.transaction().execute(async (tx) => {
    if (edit.act === 'merge') return mergePreview(tx, edit)
    if (edit.act === 'split') return splitPreview(tx, edit)
    if (edit.act !== 'retire') throw new Failure('BAD_REQUEST', 'There is nothing to preview.')
    const rows = await classesOf(tx, edit.classes)
    const segments = await segmentsOf(tx, edit.classes)
    const onlyLabel = await only(tx, edit)
    return { ...(await calm(tx)), rows: await before(tx, rows), onlyLabel, segments }
  })
}

async function calm(db: Database): Promise<ClassPreview> {
  return {
    images: await imageCount(db),
    rows: [],
    conflicts: 0,
    conflicting: [],
    onlyLabel: 0,
    segments: 0,
  }
}

async function before(db: Database, rows: readonly ClassRow[]): Promise<PreviewRow[]> {
  const counts = await countsOf(db)
  return rows.map(({ id, name, colour }) => ({
    ...{ class: id, name, colour, side: 'before' as const },
    ...counts(id),
  }))
}

async function mergePreview(db: Database, edit: Merge): Promise<ClassPreview> {
  const rows = await classesOf(db, [...edit.classes, edit.into])
  const kept = rows.find(({ id }) => id === edit.into)
  const after: PreviewRow = {
    ...{ class: edit.into, name: kept?.name ?? '', colour: kept?.colour ?? '', side: 'after' },
    ...(await countMerged(db, edit)),
  }
  const conflicting = await conflictsOf(db, edit)
  return {
    ...(await calm(db)),
    rows: [...(await before(db, rows)), after],
    conflicts: conflicting.n,
    conflicting: conflicting.images,
    segments: await segmentsOf(
      db,
      edit.classes.filter((id) => id !== edit.into),
    ),
  }
}

async function countMerged(db: Database, edit: Merge): Promise<ClassCounts> {
  const { rows } = await sql<{ state: StateCode; n: number }>`
    select state, count(*) as n from (${mergedLabels(edit)}) group by state`.execute(db)
  const of = new Map(rows.map(({ state, n }) => [stateOf(state), n]))
  return {
    present: of.get('present') ?? 0,
    absent: of.get('absent') ?? 0,
    undecided: of.get('undecided') ?? 0,
  }
}

async function conflictsOf(db: Database, edit: Merge): Promise<{ n: number; images: ImageId[] }> {
  const { rows } = await sql<{ image: ImageId; n: number }>`
    select merged.image, count(*) over () as n
    from (${mergedLabels(edit)}) as merged join image on image.id = merged.image
    where conflict and image.listed = 1 order by image.position limit ${NAMED}`.execute(db)
  return { n: rows[0]?.n ?? 0, images: rows.map(({ image }) => image) }
}

async function splitPreview(db: Database, edit: Split): Promise<ClassPreview> {
  await carriedBySplit(db, edit)
  const [whole, ...none] = await before(db, await classesOf(db, [edit.class]))
  if (whole === undefined || none.length > 0) throw new Error('one class was asked for')
  const { absent, undecided, colour } = whole
  const after = edit.into.map(({ name, images }): PreviewRow => ({
    ...{ name, colour, class: null, side: 'after', absent, undecided },
    present: new Set(images).size,
  }))
  const onlyLabel = await only(db, { classes: [edit.class] })
  const segments = await segmentsOf(db, [edit.class])
  return { ...(await calm(db)), rows: [whole, ...after], onlyLabel, segments }
}

async function segmentsOf(db: Database, classes: readonly ClassId[]): Promise<number> {
  const { rows } = await sql<{ n: number | null }>`select sum(n) as n from segment_count
    where class in (${idList(classes)})`.execute(db)
  return rows[0]?.n ?? 0
}

/** Pictures whose present labels are all of these classes. */
async function only(db: Database, { classes }: { classes: readonly ClassId[] }): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from (
      select image, count(*) as mine from label
      where state = 1 and class in (${idList(classes)}) group by image) as found
    join image on image.id = found.image and image.listed = 1
    where image.present_count = found.mine`.execute(db)
  return rows[0]?.n ?? 0
}
