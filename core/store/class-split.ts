import { sql, type RawBuilder } from 'kysely'
import type { ClassEdit } from '../contract/classes'
import { Failure } from '../contract/failures'
import type { ClassId } from '../contract/ids'
import { newClasses } from './class-add'
import { claim, liveNames, tidy } from './class-names'
import { idList, type Carrying } from './class-merge'
import { movedRows } from './class-order'
import { classesOf, UNDONE, writeVersions, type ClassRow } from './class-versions'
import { splitSegments } from './segment-versions'
import { cell, jsonRows, type Database } from './sqlite'

export type Split = Extract<ClassEdit, { act: 'split' }>

/**
 * Hides a class and puts new ones in its place. What is absent or undecided as a whole is so in every
 * part. Where it is present nobody has said which part, so that stays unknown, except in the part that
 * a picture was chosen for; `class.parent` remembers which pictures are to be asked about.
 */
export async function splitClass(
  db: Database,
  { batch, at }: Carrying,
  edit: Split,
): Promise<ClassId[]> {
  const [whole] = await classesOf(db, [edit.class])
  if (whole?.retired !== 0) throw gone()
  const parts = await partsOf(db, whole, edit)
  const moved = await movedRows(db, parts, await nextOf(db, whole))
  await writeVersions(db, batch, [{ ...whole, retired: 3 }, ...moved])
  const ids = parts.map(({ id }) => id)
  await carryLabels(db, { batch, at }, edit.class, ids)
  await carryChosen(db, { batch, at }, edit, ids)
  const chosenFor = parts.map(({ id }, index) => ({
    ...{ part: id, images: edit.into[index]?.images ?? [] },
  }))
  await splitSegments(db, { batch, at }, edit.class, chosenFor)
  return ids
}

async function partsOf(db: Database, whole: ClassRow, { into }: Split): Promise<ClassRow[]> {
  const rows = await newClasses(
    db,
    into.map(({ name }) => name),
    whole,
  )
  return rows.map((row, index) => ({
    ...row,
    ...{ parent: whole.id, group_name: whole.group_name },
    ...(index === 0 ? { colour: whole.colour, hotkey: whole.hotkey ?? row.hotkey } : {}),
  }))
}

async function nextOf(db: Database, whole: ClassRow): Promise<ClassId | null> {
  const next = await db
    .selectFrom('class')
    .select('id')
    .where('position', '>', whole.position)
    .where('retired', '<>', UNDONE)
    .orderBy('position')
    .limit(1)
    .executeTakeFirst()
  return next?.id ?? null
}

async function carryLabels(
  db: Database,
  { batch, at }: Carrying,
  whole: ClassId,
  parts: readonly ClassId[],
): Promise<void> {
  await sql`insert into decision (batch, at, image, class, kind, state)
    select ${batch}, ${at}, label.image, part.id, 'split', label.state
    from label cross join (select id from class where id in (${idList(parts)})) as part
    where label.class = ${whole} and label.state in (-1, 2)`.execute(db)
}

async function carryChosen(
  db: Database,
  { batch, at }: Carrying,
  { class: whole, into }: Split,
  parts: readonly ClassId[],
): Promise<void> {
  await sql`insert into decision (batch, at, image, class, kind, state, point_x, point_y)
    select ${batch}, ${at}, label.image, ${cell(1)}, 'split', 1, source.point_x, source.point_y
    from ${chosen(into, parts)} as j
    cross join label on label.image = ${cell(0)} and label.class = ${whole} and label.state = 1
    join decision as source on source.id = label.decision`.execute(db)
}

/** Rows of picture and part; a picture that was named twice for a part counts once. */
function chosen(into: Split['into'], parts: readonly (ClassId | number)[]): RawBuilder<unknown> {
  return jsonRows(
    into.flatMap(({ images = [] }, index) =>
      [...new Set(images)].map((image) => [image, parts[index] ?? 0]),
    ),
  )
}

/** Labels that the parts get. Throws what the names of the parts are refused for. */
export async function carriedBySplit(db: Database, edit: Split): Promise<number> {
  await requireNames(db, edit)
  const { rows } = await sql<{ n: number }>`select
    (select count(*) from label where class = ${edit.class} and state in (-1, 2))
      * ${edit.into.length} +
    (select count(*) from ${chosen(
      edit.into,
      edit.into.map((_, index) => index),
    )} as j cross join label
      on label.image = ${cell(0)} and label.class = ${edit.class} and label.state = 1) as n`.execute(
    db,
  )
  return rows[0]?.n ?? 0
}

async function requireNames(db: Database, { class: whole, into }: Split): Promise<void> {
  const names = await liveNames(db)
  const [row] = await classesOf(db, [whole])
  if (row !== undefined) names.delete(row.folded)
  for (const { name } of into) claim(names, tidy(name), null)
}

function gone(): Failure {
  return new Failure('BAD_REQUEST', 'This class is not in use, so it cannot be split.', {
    advice: 'Take it back first; nothing was changed.',
  })
}
