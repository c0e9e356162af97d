import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Failure } from '../../../contract/failures'
import type { Rle } from '../../../kernel/mask/bitmap'
import { mergeRles, rleArea, rleFromPolygon } from '../../../kernel/mask/rle'
import type { Point } from '../../../kernel/mask/trace'

/** A photograph and what a person outlined in it. */
export interface OutlinedPicture {
  readonly path: string
  readonly width: number
  readonly height: number
  readonly objects: readonly Rle[]
}

const coco = z.object({
  images: z.array(
    z.object({
      id: z.number(),
      file_name: z.string(),
      width: z.number().int().positive(),
      height: z.number().int().positive(),
    }),
  ),
  annotations: z.array(
    z.object({
      image_id: z.number(),
      iscrowd: z.number().optional(),
      segmentation: z.unknown(),
    }),
  ),
})
const polygons = z.array(z.array(z.number()).min(6))

/**
 * The objects with polygons, no crowds, in `instances.json` of a folder (photographs in its `images`),
 * each at least a share `least` of its picture. Throws IMPORT_INVALID when there is no such file.
 */
export async function readOutlined(folder: string, least: number): Promise<OutlinedPicture[]> {
  const { images, annotations } = await readCoco(join(folder, 'instances.json'))
  return images.map(({ id, file_name, width, height }) => {
    const own = annotations.filter(({ image_id, iscrowd = 0 }) => image_id === id && iscrowd === 0)
    const masks = own.flatMap(({ segmentation }) => {
      const rings = polygons.safeParse(segmentation).data?.map(ringOf) ?? []
      if (rings.length === 0) return []
      return [
        mergeRles(
          rings.map((ring) => rleFromPolygon(ring, width, height)),
          'union',
        ),
      ]
    })
    const objects = masks.filter((mask) => rleArea(mask) > least * width * height)
    return { path: join(folder, 'images', file_name), width, height, objects }
  })
}

async function readCoco(path: string): Promise<z.infer<typeof coco>> {
  try {
    return coco.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (cause) {
    throw new Failure('IMPORT_INVALID', 'There are no outlines of objects to measure with.', {
      ...{ path, cause },
      advice:
        'Give a folder with photographs in images/ and their polygons in instances.json (COCO).',
    })
  }
}

function ringOf(numbers: readonly number[]): Point[] {
  return Array.from({ length: numbers.length >> 1 }, (_, i) => ({
    x: numbers[2 * i] ?? 0,
    y: numbers[2 * i + 1] ?? 0,
  }))
}
