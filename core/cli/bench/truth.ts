import type { ClassId, ImageId } from '../../contract/ids'
import type { Project } from '../../host/project'

/** What is really in the pictures of a simulated project, to answer as a person would. */
export interface Truth {
  isPresent(image: ImageId, cls: ClassId): boolean
  /** Training images, and their present labels that no decision tells yet. */
  readonly images: number
  readonly hidden: number
}

export async function readTruth({ store, labels }: Project): Promise<Truth> {
  const { images, classes, states } = await store.truth.matrix()
  const row = new Map<number, number>(Array.from(images, (id, index) => [id, index]))
  const column = new Map<number, number>(classes.map((id, index) => [id, index]))
  const isPresent = (image: ImageId, cls: ClassId) =>
    states[(row.get(image) ?? -1) * classes.length + (column.get(cls) ?? 0)] === 1
  const training = (await store.images.all()).filter(({ split }) => split === 'train')
  let hidden = 0
  for (const { id } of training) {
    const start = labels.imageIndex(id) * labels.classes.length
    labels.classes.forEach((cls, c) => {
      if (labels.states[start + c] === 0 && isPresent(id, cls)) hidden++
    })
  }
  return { isPresent, images: training.length, hidden }
}
