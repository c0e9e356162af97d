import { Failure } from '../contract/failures'
import type { BatchId } from '../contract/ids'
import type { BatchResult, DecisionView } from '../contract/labels'
import { appendBatch, resultOf } from './batches'
import { changesClasses } from './class-versions'
import { deriveBatch } from './derive'
import { segmentImages } from './segments'
import type { Database } from './sqlite'

/** A batch that can be taken back or brought back. */
interface Candidate {
  readonly id: BatchId
  readonly view: DecisionView
  readonly size: number
  readonly title: string | null
}

/** What an undo or redo has done. */
export interface TurnResult extends BatchResult {
  /** Whether classes are no longer what they were; `images` is then left empty. */
  readonly classes: boolean
  /** Whether segments are no longer what they were. */
  readonly segments: boolean
}

/** The newest gesture that stands. */
export function undoable(db: Database) {
  return db
    .selectFrom('batch')
    .select(['id', 'view', 'size', 'title'])
    .where('kind', '=', 'decide')
    .where('undone_by', 'is', null)
    .orderBy('id', 'desc')
    .limit(1)
}

/** The newest gesture, standing or not. */
export function newestDecide(db: Database) {
  return db
    .selectFrom('batch')
    .select('id')
    .where('kind', '=', 'decide')
    .orderBy('id', 'desc')
    .limit(1)
}

/** The gesture undone last, if it was undone after the newest gesture was made. */
export function redoable(db: Database) {
  return db
    .selectFrom('batch')
    .select(['id', 'view', 'size', 'title'])
    .where('kind', '=', 'decide')
    .where('undone_by', '>', newestDecide(db))
    .orderBy('undone_by', 'desc')
    .limit(1)
}

/** Takes the newest standing gesture back, as a batch of its own. Throws NOTHING_TO_UNDO. */
export async function undo(db: Database, at: number): Promise<TurnResult> {
  return db.transaction().execute(async (tx) => {
    const target = await undoable(tx).executeTakeFirst()
    if (target === undefined) throw nothing('There is nothing to undo.')
    return turn(tx, target, 'undo', at)
  })
}

/** Brings the gesture back that was undone last. Throws NOTHING_TO_UNDO. */
export async function redo(db: Database, at: number): Promise<TurnResult> {
  return db.transaction().execute(async (tx) => {
    const target = await redoable(tx).executeTakeFirst()
    if (target === undefined) throw nothing('There is nothing to redo.')
    return turn(tx, target, 'redo', at)
  })
}

async function turn(
  db: Database,
  target: Candidate,
  kind: 'undo' | 'redo',
  at: number,
): Promise<TurnResult> {
  const { id, view } = target
  const batch = await appendBatch(db, {
    ...{ at, ms: 0, actor: 'person', view, kind, target: id, size: 0 },
  })
  await db
    .updateTable('batch')
    .set({ undone_by: kind === 'undo' ? batch : null })
    .where('id', '=', id)
    .execute()
  await deriveBatch(db, id)
  if (await changesClasses(db, id)) {
    return { ...resultOf(batch, []), classes: true, segments: true }
  }
  const images = await db
    .selectFrom('decision')
    .select('image')
    .distinct()
    .where('batch', '=', id)
    .execute()
  const cut = await segmentImages(db, id)
  const touched = new Set([...images.map((row) => row.image), ...cut])
  return { ...resultOf(batch, touched), classes: false, segments: cut.length > 0 }
}

/** What the menu says: "12 decisions in sweep"; null when there is nothing. */
export function describe(candidate: Candidate | undefined): string | null {
  if (candidate === undefined) return null
  const { size, view, title } = candidate
  if (title !== null) return title
  return `${size.toLocaleString('en')} ${size === 1 ? 'decision' : 'decisions'} in ${view}`
}

function nothing(message: string): Failure {
  return new Failure('NOTHING_TO_UNDO', message)
}
