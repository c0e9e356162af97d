import { batchId, type BatchId, type ImageId } from '../contract/ids'
import type { BatchResult, DecisionView } from '../contract/labels'
import type { Database } from './sqlite'

/** A batch about to be written. */
export interface NewBatch {
  readonly at: number
  readonly ms: number
  readonly actor: string
  readonly view: DecisionView
  readonly kind: 'decide' | 'undo' | 'redo'
  readonly target: BatchId | null
  readonly size: number
  readonly title?: string
}

/** Batches count from 1 without gaps, so that the newest id is the revision of the project. */
export async function appendBatch(db: Database, batch: NewBatch): Promise<BatchId> {
  const id = batchId.parse((await revision(db)) + 1)
  await db
    .insertInto('batch')
    .values({ title: null, ...batch, id, undone_by: null })
    .execute()
  return id
}

/** Number of batches ever stored. */
export async function revision(db: Database): Promise<number> {
  const row = await db
    .selectFrom('batch')
    .select((eb) => eb.fn.max<number | null>('id').as('id'))
    .executeTakeFirst()
  return row?.id ?? 0
}

/** What a caller gets to know about a stored batch. */
export function resultOf(batch: BatchId, images: Iterable<ImageId>): BatchResult {
  return { batch, revision: batch, images: [...images] }
}
