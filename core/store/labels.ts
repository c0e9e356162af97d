import { sql } from 'kysely'
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
  /** The gesture that it was part of: answers of one page have the same. */
  readonly batch: number
}

/** What is known of each pair of image and class: derived from the decisions. */
export interface LabelStore {
  /** Everything at once, for training and the instant model. */
  matrix(): Promise<LabelMatrix>
  forImage(image: ImageId): Promise<ImageLabel[]>
  /** The same for the images of a page, in one query; those without any label are left out. */
  forImages(images: readonly ImageId[]): Promise<Map<ImageId, ImageLabel[]>>
  /**
   * The last accepts and rejects of each class that stand, in the order in which they were taken: for
   * calibration.
   */
  answers(most: number): Promise<Answer[]>
}

export function labelStore(db: Database): LabelStore {
  return {
    matrix: () => labelMatrix(db),
    forImage: (image) => labelsOf(db, image),
    forImages: (images) => labelsOfAll(db, images),
    answers: (most) => answersIn(db, most),
  }
}

async function answersIn(db: Database, most: number): Promise<Answer[]> {
  const classes = await db.selectFrom('class').select('id').execute()
  const answers: Answer[] = []
  for (const { id } of classes) {
    for (const { state, ...answer } of await lastAnswers(db, id, most).execute()) {
      answers.push({ ...answer, right: state === 1 })
    }
  }
  return answers.sort((a, b) => a.decision - b.decision)
}

/** Newest first; the words of the kinds are those of the index, which no parameter would find. */
export function lastAnswers(db: Database, id: ClassId, most: number) {
  return db
    .selectFrom('decision')
    .crossJoin('label')
    .select(['label.image', 'label.class', 'label.state', 'label.decision', 'decision.batch'])
    .whereRef('label.image', '=', 'decision.image')
    .whereRef('label.decision', '=', 'decision.id')
    .where('decision.class', '=', id)
    .where(sql<boolean>`decision.kind in ('accept', 'reject')`)
    .orderBy('decision.id', 'desc')
    .limit(most)
}

/** Labels of some images with the decisions that made them; hidden classes are left out. */
export function labelRows(db: Database, images: readonly ImageId[]) {
  return db
    .selectFrom('label')
    .innerJoin('decision', 'decision.id', 'label.decision')
    .innerJoin('class', 'class.id', 'label.class')
    .where('class.retired', '=', 0)
    .select(['label.image', 'label.class', 'label.state', 'decision.kind', 'decision.at'])
    .select(['decision.run', 'decision.point_x', 'decision.point_y'])
    .where('label.image', 'in', images)
    .orderBy('label.image')
    .orderBy('label.class')
}

export async function labelsOf(db: Database, image: ImageId): Promise<ImageLabel[]> {
  return (await labelsOfAll(db, [image])).get(image) ?? []
}

async function labelsOfAll(
  db: Database,
  images: readonly ImageId[],
): Promise<Map<ImageId, ImageLabel[]>> {
  const byImage = new Map<ImageId, ImageLabel[]>()
  const rows = await labelRows(db, images).execute()
  for (const { image, class: id, state, point_x, point_y, ...row } of rows) {
    const point = point_x === null || point_y === null ? null : { x: point_x, y: point_y }
    const label = { class: id, state: stateOf(state), ...row, point }
    const known = byImage.get(image)
    if (known) known.push(label)
    else byImage.set(image, [label])
  }
  return byImage
}
