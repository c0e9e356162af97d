import { sql } from 'kysely'
import type { ClassId, ImageId, RunId } from '../contract/ids'
import type { Database } from './sqlite'

/** Answers to suggestions that promised about the same. */
export interface PromisedAnswers {
  readonly source: 'instant' | RunId
  /** Tenth of the probability: 0 to 9. */
  readonly bin: number
  readonly asked: number
  readonly hits: number
  /** Mean probability. */
  readonly promised: number
}

/** What one gesture that stands was made of. */
export interface GestureTally {
  readonly ms: number
  /** Number of its last decision; decisions are numbered from 1. */
  readonly last: number
  readonly decisions: number
  readonly seeds: number
  readonly skips: number
  readonly answers: number
  /** Present labels beyond seeds that were not imported. */
  readonly found: number
}

export interface RepeatTally {
  readonly class: ClassId
  readonly repeats: number
  readonly same: number
  readonly slips: number
}

export type DecisionSort = 'seeds' | 'answers' | 'found'

/** The log and the labels as a whole. These read much: for workers, with a connection of their own. */
export interface InsightStore {
  /** Present classes of every image that has two or more. */
  presentTogether(): Promise<ClassId[][]>
  imagesTogether(a: ClassId, b: ClassId): Promise<ImageId[]>
  /** How promised probabilities came true, by source and tenth; taken-back answers left out. */
  promises(): Promise<PromisedAnswers[]>
  /** Answers that stand and were given before a probability was shown. */
  unpromised(): Promise<number>
  imagesPromised(source: 'instant' | RunId, bin: number): Promise<ImageId[]>
  /** Gestures that stand, oldest first. */
  gestures(): Promise<GestureTally[]>
  /** Images of decisions numbered above `after` up to `until`. */
  imagesDecided(sort: DecisionSort, after: number, until: number): Promise<ImageId[]>
  /** Labels judged more than once, by class. */
  repeats(): Promise<RepeatTally[]>
  imagesRepeated(id: ClassId | null): Promise<ImageId[]>
  /** Labels whose last decision was made where likely mistakes are checked. */
  checked(): Promise<{ image: ImageId; class: ClassId }[]>
}

export function insightStore(db: Database): InsightStore {
  return {
    presentTogether: () => presentTogether(db),
    imagesTogether: (a, b) => imagesTogether(db, a, b),
    promises: () => promises(db),
    unpromised: () => unpromised(db),
    imagesPromised: (source, bin) => imagesPromised(db, source, bin),
    gestures: () => gestures(db),
    imagesDecided: (sort, after, until) => imagesDecided(db, sort, after, until),
    repeats: () => repeats(db),
    imagesRepeated: (id) => imagesRepeated(db, id),
    checked: () => checked(db),
  }
}

async function presentTogether(db: Database): Promise<ClassId[][]> {
  const { rows } = await sql<{ classes: string }>`select string_agg(class, ',') as classes
    from label where state = 1 group by image having count(*) > 1`.execute(db)
  // The text is made of class ids by the line above.
  return rows.map(({ classes }) => classes.split(',').map(Number) as ClassId[])
}

async function imagesTogether(db: Database, a: ClassId, b: ClassId): Promise<ImageId[]> {
  const rows = await db
    .selectFrom('label')
    .innerJoin('label as other', 'other.image', 'label.image')
    .select('label.image')
    .where('label.class', '=', a)
    .where('label.state', '=', 1)
    .where('other.class', '=', b)
    .where('other.state', '=', 1)
    .orderBy('label.image')
    .execute()
  return rows.map(({ image }) => image)
}

const tenth = sql<number>`min(9, cast(decision.probability * 10 as integer))`
const source = sql<'instant' | RunId>`coalesce(decision.run, 'instant')`

function standingAnswers(db: Database) {
  return db
    .selectFrom('decision')
    .innerJoin('batch', 'batch.id', 'decision.batch')
    .where('decision.kind', 'in', ['accept', 'reject'])
    .where('batch.undone_by', 'is', null)
}

function promises(db: Database): Promise<PromisedAnswers[]> {
  return standingAnswers(db)
    .where('decision.probability', 'is not', null)
    .select((eb) => [
      ...[source.as('source'), tenth.as('bin'), eb.fn.countAll<number>().as('asked')],
      sql<number>`sum(decision.state = 1)`.as('hits'),
      sql<number>`avg(decision.probability)`.as('promised'),
    ])
    .groupBy([source, tenth])
    .orderBy(source)
    .orderBy(tenth)
    .execute()
}

async function unpromised(db: Database): Promise<number> {
  const row = await standingAnswers(db)
    .where('decision.probability', 'is', null)
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return row.n
}

async function imagesPromised(
  db: Database,
  from: 'instant' | RunId,
  bin: number,
): Promise<ImageId[]> {
  const rows = await standingAnswers(db)
    .where('decision.probability', 'is not', null)
    .where(source, '=', from)
    .where(tenth, '=', bin)
    .select('decision.image')
    .distinct()
    .execute()
  return rows.map(({ image }) => image)
}

async function gestures(db: Database): Promise<GestureTally[]> {
  const { rows } = await sql<GestureTally>`
    select batch.ms, max(decision.id) as last, count(*) as decisions,
      sum(decision.kind = 'seed') as seeds, sum(decision.kind = 'skip') as skips,
      sum(decision.kind in ('accept', 'reject', 'undecided')) as answers,
      sum(coalesce(decision.state = 1 and decision.kind in ('accept', 'add'), 0)) as found
    from batch join decision on decision.batch = batch.id
    where batch.kind = 'decide' and batch.undone_by is null
    group by batch.id order by batch.id`.execute(db)
  return rows
}

const sorts = {
  seeds: sql<boolean>`decision.kind = 'seed'`,
  answers: sql<boolean>`decision.kind in ('accept', 'reject', 'undecided')`,
  found: sql<boolean>`decision.kind in ('accept', 'add') and decision.state = 1`,
} as const satisfies Record<DecisionSort, unknown>

async function imagesDecided(
  db: Database,
  sort: DecisionSort,
  after: number,
  until: number,
): Promise<ImageId[]> {
  const rows = await db
    .selectFrom('decision')
    .innerJoin('batch', 'batch.id', 'decision.batch')
    .select('decision.image')
    .distinct()
    .where('decision.id', '>', after)
    .where('decision.id', '<=', until)
    .where('batch.undone_by', 'is', null)
    .where(sorts[sort])
    .execute()
  return rows.map(({ image }) => image)
}

/** Two judgements within it are one act, mended or pressed twice. */
const oneActMs = 60_000

/**
 * Every judgement of a label with the one before it. Only labels with two decisions or more are
 * looked at: an index alone finds them.
 */
const judgements = sql`
  with again as (
    select image, class from decision where class is not null
    group by image, class having count(*) > 1
  ), judged as (
    select decision.image, decision.class, decision.state, decision.at,
      lag(decision.state) over label as before, lag(decision.at) over label as before_at
    from again
    join decision on decision.image = again.image and decision.class = again.class
    join batch on batch.id = decision.batch
    where batch.undone_by is null and decision.state in (1, -1) and decision.kind <> 'import'
    window label as (partition by decision.image, decision.class order by decision.id)
  ), pair as (
    select image, class, state = before as same, abs(at - before_at) >= ${oneActMs} as apart
    from judged where before is not null
  )`

async function repeats(db: Database): Promise<RepeatTally[]> {
  const { rows } = await sql<RepeatTally>`${judgements}
    select class, sum(apart) as repeats, sum(same and apart) as same,
      sum(not same and not apart) as slips
    from pair group by class order by repeats desc, class`.execute(db)
  return rows
}

async function imagesRepeated(db: Database, id: ClassId | null): Promise<ImageId[]> {
  const { rows } = await sql<{ image: ImageId }>`${judgements}
    select distinct image from pair
    where apart and (${id} is null or class = ${id})`.execute(db)
  return rows.map(({ image }) => image)
}

async function checked(db: Database): Promise<{ image: ImageId; class: ClassId }[]> {
  const { rows } = await sql<{ image: ImageId; class: ClassId }>`
    select label.image, label.class
    from batch cross join decision on decision.batch = batch.id
    cross join label on label.image = decision.image and label.class = decision.class
    where batch.view = 'check' and label.decision = decision.id`.execute(db)
  return rows
}
