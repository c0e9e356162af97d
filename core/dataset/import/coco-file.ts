import { z } from 'zod'
import { invalid } from './imported-dataset'
import { readJsonItems } from './read-json-items'

const ids = z.array(z.number()).optional()

const image = z.object({
  id: z.number(),
  file_name: z.string(),
  neg_category_ids: ids,
  not_exhaustive_category_ids: ids,
  undecided_category_ids: ids,
})
const annotation = z.object({ image_id: z.number(), category_id: z.number() })
const category = z.object({ id: z.number(), name: z.string() })

/** What whole-image labels need of COCO instances. */
export interface CocoFile {
  images: z.infer<typeof image>[]
  categories: z.infer<typeof category>[]
  /** Categories that some object of an image has, by the image's id. */
  present: Map<number, Set<number>>
}

/** Reads COCO instances of any size. Throws IMPORT_INVALID with what is wrong in them. */
export async function readCocoFile(path: string, signal: AbortSignal): Promise<CocoFile> {
  const file: CocoFile = { images: [], categories: [], present: new Map() }
  const seen = new Set<string>()
  const visit = (array: string, item: unknown): void => {
    seen.add(array)
    if (array === 'images') file.images.push(checked(path, array, image, item))
    if (array === 'categories') file.categories.push(checked(path, array, category, item))
    if (array !== 'annotations') return
    const { image_id, category_id } = checked(path, array, annotation, item)
    const held = file.present.get(image_id)
    if (held) held.add(category_id)
    else file.present.set(image_id, new Set([category_id]))
  }
  await readJsonItems(path, visit, signal)
  for (const array of ['images', 'categories']) {
    if (!seen.has(array)) throw invalid(path, `${array}: none are listed.`)
  }
  return file
}

function checked<T>(path: string, array: string, schema: z.ZodType<T>, item: unknown): T {
  const result = schema.safeParse(item)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const place = [array, ...(issue?.path ?? [])].join('.')
  throw invalid(path, `${place}: ${issue?.message ?? 'not as expected'}.`)
}
