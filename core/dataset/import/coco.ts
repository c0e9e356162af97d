import { type CocoFile, readCocoFile } from './coco-file'
import { DatasetBuilder } from './dataset-builder'
import { locateImageRoot } from './image-root'
import type { ImportedDataset, ImportedImage, Wanted } from './imported-dataset'

/**
 * Reads COCO instances as labels of whole images. Plain COCO is complete: what an image does not
 * list is absent. With LVIS's `neg_category_ids` or `not_exhaustive_category_ids` it is not, and
 * Singlet's own `undecided_category_ids` are read back too. Objects' masks come with them.
 */
export async function readCoco(
  path: string,
  signal: AbortSignal,
  wanted?: Wanted,
): Promise<ImportedDataset> {
  const data = await readCocoFile(path, signal, wanted)
  const builder = new DatasetBuilder()
  const classOf = addCategories(data, builder)
  const imageOf = new Map<number, ImportedImage>()
  for (const { id, file_name } of data.images) {
    const image = builder.addImage(file_name, null)
    if (image !== null) imageOf.set(id, image)
  }
  readLabels(data, builder, classOf, imageOf)
  addMasks(data, builder, classOf, imageOf)
  const root = await locateImageRoot(
    path,
    data.images.map((image) => image.file_name),
  )
  return builder.build(root, !data.images.some(isPartial))
}

/** Adds categories in the order of their ids; returns the class of each. */
export function addCategories(data: CocoFile, builder: DatasetBuilder): Map<number, number> {
  const classOf = new Map<number, number>()
  for (const { id, name } of data.categories.toSorted((a, b) => a.id - b.id)) {
    const before = builder.classes.length
    const index = builder.addClass(name, null)
    if (index === null) continue
    if (builder.classes.length === before) {
      builder.report(null, `The category "${name}" is listed twice; both were joined.`)
    }
    classOf.set(id, index)
  }
  return classOf
}

function readLabels(
  data: CocoFile,
  builder: DatasetBuilder,
  classOf: Map<number, number>,
  imageOf: Map<number, ImportedImage>,
): void {
  for (const { id, neg_category_ids, undecided_category_ids } of data.images) {
    const image = imageOf.get(id)
    if (image === undefined) continue
    const set = (category: number, state: 'absent' | 'undecided'): void => {
      const index = classOf.get(category)
      if (index === undefined) builder.report(null, `There is no category ${category}.`)
      else builder.setLabel(image, index, state)
    }
    for (const category of neg_category_ids ?? []) set(category, 'absent')
    for (const category of undecided_category_ids ?? []) set(category, 'undecided')
  }
  let dangling = 0
  for (const [id, categories] of data.present) {
    const image = imageOf.get(id)
    for (const category of categories) {
      const index = classOf.get(category)
      if (image && index !== undefined) builder.setLabel(image, index, 'present')
      else dangling += 1
    }
  }
  if (dangling > 0) {
    builder.report(null, `${dangling} labels name an image or category that is not listed.`)
  }
}

/** Annotations of images or categories that are not listed were told with their labels. */
export function addMasks(
  { masks }: CocoFile,
  builder: DatasetBuilder,
  classOf: ReadonlyMap<number, number>,
  imageOf: ReadonlyMap<number, ImportedImage>,
): void {
  let crowds = 0
  for (const [id, ofImage] of masks) {
    const image = imageOf.get(id)
    for (const { where, category, state, isCrowd, draw } of ofImage) {
      const index = classOf.get(category)
      if (image === undefined || index === undefined) continue
      builder.addSegment(image, { class: index, state, where }, draw)
      if (isCrowd) crowds += 1
    }
  }
  if (crowds > 0) {
    builder.report(null, `${crowds} crowds became plain segments; nothing else knows of crowds.`)
  }
}

function isPartial(image: CocoFile['images'][number]): boolean {
  return image.neg_category_ids !== undefined || image.not_exhaustive_category_ids !== undefined
}
