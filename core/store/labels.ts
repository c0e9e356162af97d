import type { ImageId } from '../contract/ids'
import type { ImageLabel } from '../contract/labels'
import { labelMatrix, type LabelMatrix } from './matrix'
import { stateOf } from './states'
import type { Database } from './sqlite'

/** What is known of each pair of image and class: derived from the decisions. */
export interface LabelStore {
  /** Everything at once, for training and the instant model. */
  matrix(): Promise<LabelMatrix>
  forImage(image: ImageId): Promise<ImageLabel[]>
}

export function labelStore(db: Database): LabelStore {
  return {
    matrix: () => labelMatrix(db),
    forImage: (image) => labelsOf(db, image),
  }
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
