import { z } from 'zod'
import { DatasetBuilder } from './dataset-builder'
import { locateImageRoot } from './image-root'
import type { ImportedDataset, ImportedImage } from './imported-dataset'
import { readJson } from './read-json'

const ids = z.array(z.number()).optional()

const schema = z.object({
  images: z.array(
    z.object({
      id: z.number(),
      file_name: z.string(),
      neg_category_ids: ids,
      not_exhaustive_category_ids: ids,
      undecided_category_ids: ids,
    }),
  ),
  annotations: z.array(z.object({ image_id: z.number(), category_id: z.number() })),
  categories: z.array(z.object({ id: z.number(), name: z.string() })),
})
type Coco = z.infer<typeof schema>

/**
 * Reads COCO instances as labels of whole images. Plain COCO is complete: what an image does not
 * list is absent. With LVIS's `neg_category_ids` or `not_exhaustive_category_ids` it is not, and
 * Singlet's own `undecided_category_ids` are read back too.
 */
export async function readCoco(path: string, signal: AbortSignal): Promise<ImportedDataset> {
  const data = await readJson(path, schema, signal)
  const builder = new DatasetBuilder()
  const classOf = readCategories(data, builder)
  const imageOf = new Map<number, ImportedImage>()
  for (const { id, file_name } of data.images) {
    const image = builder.addImage(file_name, null)
    if (image !== null) imageOf.set(id, image)
  }
  readLabels(data, builder, classOf, imageOf)
  const root = await locateImageRoot(
    path,
    data.images.map((image) => image.file_name),
  )
  return builder.build(root, !data.images.some(isPartial))
}

function readCategories(data: Coco, builder: DatasetBuilder): Map<number, number> {
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
  data: Coco,
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
  for (const { image_id, category_id } of data.annotations) {
    const image = imageOf.get(image_id)
    const index = classOf.get(category_id)
    if (image && index !== undefined) builder.setLabel(image, index, 'present')
    else dangling += 1
  }
  if (dangling > 0) {
    builder.report(null, `${dangling} annotations name an image or category that is not listed.`)
  }
}

function isPartial(image: Coco['images'][number]): boolean {
  return image.neg_category_ids !== undefined || image.not_exhaustive_category_ids !== undefined
}
