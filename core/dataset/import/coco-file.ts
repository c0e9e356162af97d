import { z } from 'zod'
import type { SegmentState } from '../../contract/segments'
import type { Rle } from '../../kernel/mask/bitmap'
import { drawCoco, hasMask, type Size } from './coco-masks'
import { invalid, type Wanted } from './imported-dataset'
import { readJsonItems } from './read-json-items'

const ids = z.array(z.number()).optional()

const image = z.object({
  id: z.number(),
  file_name: z.string(),
  width: z.number().optional(),
  height: z.number().optional(),
  neg_category_ids: ids,
  not_exhaustive_category_ids: ids,
  undecided_category_ids: ids,
})
const annotation = z.object({
  id: z.union([z.number(), z.string()]).optional(),
  image_id: z.number(),
  category_id: z.number(),
  segmentation: z.unknown().optional(),
  iscrowd: z.unknown().optional(),
  /** What Singlet adds: a mask that a machine proposed says nothing yet. */
  attributes: z.object({ state: z.string().optional() }).nullish().catch(null),
})
const category = z.object({ id: z.number(), name: z.string() })

/** One annotation's mask, or why it has none. */
export interface CocoMask {
  /** How the file names the annotation. */
  where: string
  category: number
  state: SegmentState
  isCrowd: boolean
  draw: () => Rle
}

/** What labels and masks need of COCO instances. */
export interface CocoFile {
  images: z.infer<typeof image>[]
  categories: z.infer<typeof category>[]
  /** Categories that some object of an image has, by the image's id. */
  present: Map<number, Set<number>>
  /** By the image's id; empty where masks were not asked for. */
  masks: Map<number, CocoMask[]>
}

/** Reads COCO instances of any size. Throws IMPORT_INVALID with what is wrong in them. */
export async function readCocoFile(
  path: string,
  signal: AbortSignal,
  wanted: Wanted = { masks: false },
): Promise<CocoFile> {
  const file: CocoFile = { images: [], categories: [], present: new Map(), masks: new Map() }
  const seen = new Set<string>()
  const sizes = new Map<number, Size>()
  const visit = (array: string, item: unknown): void => {
    seen.add(array)
    if (array === 'images') {
      const { width, height, ...known } = checked(path, array, image, item)
      file.images.push(known)
      if (width !== undefined && height !== undefined) sizes.set(known.id, { width, height })
    }
    if (array === 'categories') file.categories.push(checked(path, array, category, item))
    if (array === 'annotations') {
      addAnnotation(file, checked(path, array, annotation, item), wanted, sizes)
    }
  }
  await readJsonItems(path, visit, signal)
  for (const array of ['images', 'categories']) {
    if (!seen.has(array)) throw invalid(path, `${array}: none are listed.`)
  }
  return file
}

function addAnnotation(
  { present, masks }: CocoFile,
  { id, image_id, category_id, segmentation, iscrowd, attributes }: z.infer<typeof annotation>,
  wanted: Wanted,
  sizes: ReadonlyMap<number, Size>,
): void {
  const state = attributes?.state === 'proposed' ? 'proposed' : 'kept'
  if (state === 'kept') push(present, image_id, category_id)
  if (!wanted.masks || !hasMask(segmentation)) return
  const mask: CocoMask = {
    where: `Annotation ${id ?? ''}`.trimEnd(),
    ...{ category: category_id, state, isCrowd: iscrowd === 1 || iscrowd === true },
    draw: drawing(segmentation, () => sizes.get(image_id) ?? null),
  }
  const others = masks.get(image_id)
  if (others) others.push(mask)
  else masks.set(image_id, [mask])
}

/** Drawn at once where that can be, since polygons take many times the room of their mask. */
function drawing(segmentation: unknown, size: () => Size | null): () => Rle {
  if (size() === null) return () => drawCoco(segmentation, size())
  try {
    const mask = drawCoco(segmentation, size())
    return () => mask
  } catch (error) {
    return () => {
      throw error
    }
  }
}

function push(present: Map<number, Set<number>>, image: number, category: number): void {
  const held = present.get(image)
  if (held) held.add(category)
  else present.set(image, new Set([category]))
}

function checked<T>(path: string, array: string, schema: z.ZodType<T>, item: unknown): T {
  const result = schema.safeParse(item)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const place = [array, ...(issue?.path ?? [])].join('.')
  throw invalid(path, `${place}: ${issue?.message ?? 'not as expected'}.`)
}
