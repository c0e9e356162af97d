import type { ClassId, ImageId } from '../contract/ids'
import type { ImageLabel } from '../contract/labels'
import { labelMatrix, type LabelMatrix } from './matrix'
import { stateOf } from './states'
import type { Database } from './sqlite'

/** A label that answers a suggestion, as it stands now. */
export interface Answer {
  readonly image: ImageId
  readonly class: ClassId
  readonly right: boolean
  /** Decisions are numbered from 1 in the order in which they were taken. */
  readonly decision: number
}

/** What is known of each pair of image and class: derived from the decisions. */
export interface LabelStore {
  /** Everything at once, for training and the instant model. */
  matrix(): Promise<LabelMatrix>
  forImage(image: ImageId): Promise<ImageLabel[]>
  /** Every accept and reject that stands, in the order in which they were taken: for calibration. */
  answers(): Promise<Answer[]>
}

export function labelStore(db: Database): LabelStore {
  return {
    matrix: () => labelMatrix(db),
    forImage: (image) => labelsOf(db, image),
    answers: () => answersIn(db),
  }
}

async function answersIn(db: Database): Promise<Answer[]> {
  const rows = await db
    .selectFrom('label')
    .innerJoin('decision', 'decision.id', 'label.decision')
    .select(['label.image', 'label.class', 'label.state', 'label.decision'])
    .where('decision.kind', 'in', ['accept', 'reject'])
    .orderBy('label.decision')
    .execute()
  return rows.map(({ state, ...answer }) => ({ ...answer, right: state === 1 }))
}

/** Labels of one image with the decisions that made them. */
export function labelRows(db: Database, image: ImageId) {
  return db
    .selectFrom('label')
    .innerJoin('decision', 'decision.id', 'label.decision')
    .select(['label.class', 'label.state', 'decision.kind', 'decision.at', 'decision.run'])
    .select(['decision.point_x', 'decision.point_y'])
    .where('label.image', '=', image)
    .orderBy('label.class')
}

export async function labelsOf(db: Database, image: ImageId): Promise<ImageLabel[]> {
  const rows = await labelRows(db, image).execute()
  return rows.map(({ class: id, state, kind, at, run, point_x, point_y }) => ({
    class: id,
    state: stateOf(state),
    kind,
    at,
    run,
    point: point_x === null || point_y === null ? null : { x: point_x, y: point_y },
  }))
}
