import { sql } from 'kysely'
import { Failure } from '../contract/failures'
import type { BatchId, ClassId, ImageId, RunId } from '../contract/ids'
import type {
  BatchResult,
  DecideInput,
  DecisionInput,
  DecisionKind,
  DecisionView,
  LabelState,
} from '../contract/labels'
import type { NewSegment, SegmentEdit } from '../contract/segments'
import { appendBatch, resultOf, type NewBatch } from './batches'
import { deriveBatch } from './derive'
import { throwIfCancelled } from './images'
import { codeOf, stateOf } from './states'
import { cell, isForeignKeyError, jsonRows, type Database } from './sqlite'
import { classesNamed, segmentsTitle } from './segment-titles'
import { writeEdits } from './segment-edits'
import { redo, undo, type TurnResult } from './undo'

/** One decision as it was taken. */
export interface PastDecision {
  readonly id: number
  readonly batch: BatchId
  readonly at: number
  readonly class: ClassId | null
  readonly kind: DecisionKind
  readonly state: LabelState | null
  readonly actor: string
  readonly view: DecisionView
  readonly run: RunId | null
  readonly probability: number | null
  readonly undone: boolean
}

/** The append-only record of what people decided. Every promise resolves when it is durable. */
export interface DecisionStore {
  /**
   * Stores one gesture: decisions, edits of segments, or both. Throws NOT_FOUND for unknown images,
   * classes or segments, MASK_INVALID, BAD_REQUEST, DISK_FULL.
   */
  decide(input: DecideInput, options?: { actor?: string }): Promise<BatchResult>
  /** Takes the last batch back that stands. Throws NOTHING_TO_UNDO. */
  undo(): Promise<TurnResult>
  /** Brings back what the last undo took, until something new is decided. Throws NOTHING_TO_UNDO. */
  redo(): Promise<TurnResult>
  /** Stores any number of decisions as one batch; all or nothing. */
  importMany(decisions: readonly DecisionInput[], options?: ImportOptions): Promise<BatchResult>
  /** All decisions about one image, oldest first. */
  history(image: ImageId): Promise<PastDecision[]>
  /** Decisions of people that stand. */
  count(): Promise<number>
}

export interface ImportOptions {
  readonly actor?: string
  readonly view?: DecisionView
  /** Masks of the same import. */
  readonly segments?: readonly NewSegment[]
  readonly signal?: AbortSignal
}

const chunkSize = 10_000

export function decisionStore(db: Database, now: () => number): DecisionStore {
  return {
    decide: ({ view, ms, decisions, segments = [] }, options) =>
      store(
        db,
        { decisions, segments },
        batchOf(now(), { decisions, segments }, view, ms, options?.actor ?? 'person'),
      ),
    undo: () => undo(db, now()),
    redo: () => redo(db, now()),
    importMany: (
      decisions,
      { actor = 'import', view = 'import', segments: added = [], signal } = {},
    ) => {
      const segments = added.length === 0 ? [] : [{ kind: 'add' as const, segments: [...added] }]
      const gesture = { decisions, segments }
      return store(db, gesture, batchOf(now(), gesture, view, 0, actor), signal)
    },
    history: (image) => history(db, image),
    count: () => standingDecisions(db),
  }
}

/** What one batch stores. */
interface Gesture {
  readonly decisions: readonly DecisionInput[]
  readonly segments: readonly SegmentEdit[]
}

function batchOf(
  at: number,
  { decisions, segments }: Gesture,
  view: DecisionView,
  ms: number,
  actor: string,
): NewBatch {
  const size = decisions.length
  const title = segmentsTitle(segments, size)
  return { at, ms, actor, view, kind: 'decide', target: null, size, ...(title && { title }) }
}

async function store(
  db: Database,
  { decisions, segments }: Gesture,
  batch: NewBatch,
  signal?: AbortSignal,
): Promise<BatchResult> {
  requireSense({ decisions, segments })
  try {
    return await db.transaction().execute(async (tx) => {
      await requireSeen(tx, { decisions, segments })
      const id = await appendBatch(tx, batch)
      for (let start = 0; start < decisions.length; start += chunkSize) {
        throwIfCancelled(signal)
        await appendDecisions(tx, id, batch.at, decisions.slice(start, start + chunkSize))
      }
      const cut = await writeEdits(tx, { batch: id, at: batch.at }, segments)
      throwIfCancelled(signal)
      await deriveBatch(tx, id)
      return resultOf(id, new Set([...decisions.map(({ image }) => image), ...cut]))
    })
  } catch (error) {
    if (!isForeignKeyError(error)) throw error
    throw new Failure('NOT_FOUND', 'This names an image or a class that does not exist.', {
      advice: 'Nothing was stored; reload and try again.',
      cause: error,
    })
  }
}

function requireSense({ decisions, segments }: Gesture): void {
  if (decisions.length + segments.length === 0) {
    throw new Failure('BAD_REQUEST', 'There is no decision to store.')
  }
  const bad = decisions.find(
    ({ kind, state, class: id }) =>
      (kind === 'skip') !== (id === null) || (id === null) !== (state === null),
  )
  if (bad !== undefined) {
    throw new Failure('BAD_REQUEST', 'A skip has no class and no state; all else has both.')
  }
}

/** Another window may have hidden the class meanwhile: an answer that nobody sees is no answer. */
async function requireSeen(db: Database, { decisions, segments }: Gesture): Promise<void> {
  const named = [...decisions.map((decision) => decision.class), ...classesNamed(segments)]
  const ids = new Set(named.filter((id) => id !== null))
  const hidden = await db
    .selectFrom('class')
    .select('name')
    .where('retired', '<>', 0)
    .where('id', 'in', [...ids])
    .limit(1)
    .executeTakeFirst()
  if (hidden === undefined) return
  throw new Failure('NOT_FOUND', `The class “${hidden.name}” is not in use any more.`, {
    advice: 'It was retired, merged or split. This answer was not stored; all earlier ones are.',
  })
}

async function appendDecisions(
  db: Database,
  batch: BatchId,
  at: number,
  decisions: readonly DecisionInput[],
): Promise<void> {
  const rows = decisions.map((decision) => [
    ...[decision.image, decision.class, decision.kind],
    ...[decision.state === null ? null : codeOf(decision.state)],
    ...[decision.point?.x ?? null, decision.point?.y ?? null],
    ...[decision.run ?? null, decision.probability ?? null],
  ])
  await sql`insert into decision
      (batch, at, image, class, kind, state, point_x, point_y, run, probability)
    select ${batch}, ${at}, ${cell(0)}, ${cell(1)}, ${cell(2)}, ${cell(3)}, ${cell(4)}, ${cell(5)},
      ${cell(6)}, ${cell(7)} from ${jsonRows(rows)} as j`.execute(db)
}

/** Rows of `history`. */
export function historyRows(db: Database, image: ImageId) {
  return db
    .selectFrom('decision')
    .innerJoin('batch', 'batch.id', 'decision.batch')
    .select(['decision.id', 'decision.batch', 'decision.at', 'decision.class', 'decision.kind'])
    .select(['decision.state', 'decision.run', 'decision.probability'])
    .select(['batch.actor', 'batch.view', 'batch.undone_by'])
    .where('decision.image', '=', image)
    .orderBy('decision.id')
}

async function history(db: Database, image: ImageId): Promise<PastDecision[]> {
  const rows = await historyRows(db, image).execute()
  return rows.map(({ undone_by, state, ...row }) => ({
    ...row,
    state: state === null ? null : stateOf(state),
    undone: undone_by !== null,
  }))
}

/**
 * Decisions of people that stand: those taken back, and labels that an edit of classes carried along,
 * are kept and not counted. Rows are never deleted, so the newest id is the number of all.
 */
export async function standingDecisions(db: Database): Promise<number> {
  const all = await db
    .selectFrom('decision')
    .select((eb) => eb.fn.max<number | null>('id').as('id'))
    .executeTakeFirst()
  const sizes = db.selectFrom('batch').select((eb) => eb.fn.sum<number | null>('size').as('n'))
  const undone = await sizes.where('undone_by', 'is not', null).executeTakeFirst()
  const carried = await sizes
    .where('view', '=', 'classes')
    .where('undone_by', 'is', null)
    .executeTakeFirst()
  return (all?.id ?? 0) - (undone?.n ?? 0) - (carried?.n ?? 0)
}
