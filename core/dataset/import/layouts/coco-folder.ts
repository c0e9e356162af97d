import { join } from 'node:path'
import { addCategories, addMasks } from '../coco'
import { type CocoFile, readCocoFile } from '../coco-file'
import { DatasetBuilder } from '../dataset-builder'
import { bestRoot } from '../image-root'
import { type ImportedDataset, type ImportedImage, invalid, type Wanted } from '../imported-dataset'
import { addLabelled, exists, type Layout, type ListedImage, requirePath } from './layout'

const years = ['2014', '2017'] as const

/**
 * COCO as it is distributed: `annotations/instances_{train,val}{2014,2017}.json` beside `train2014`
 * and so on. As in published code, images come by their ids sorted as texts ("100" before "25") and
 * those without any object are left out.
 */
export const cocoFolder: Layout = {
  id: 'coco-folder',
  title: 'COCO 2014 and 2017',
  marks: years.flatMap((year) => [
    `annotations/instances_train${year}.json`,
    `annotations/instances_val${year}.json`,
  ]),
  inside: ['coco', 'data/coco'],
  read: readCocoFolder,
}

async function readCocoFolder(
  folder: string,
  signal: AbortSignal,
  wanted: Wanted,
): Promise<ImportedDataset> {
  const year = await yearOf(folder)
  const builder = new DatasetBuilder()
  const files: string[] = []
  let classOf: Map<number, number> | null = null
  for (const part of ['train', 'val']) {
    const path = await requirePath(folder, [`annotations/instances_${part}${year}.json`])
    const data = await readCocoFile(path, signal, wanted)
    classOf ??= addCategories(data, builder)
    checkCategories(path, data, classOf, builder)
    const images = [...listed(data, classOf, `${part}${year}`)]
    addLabelled(builder, images)
    addMasks(data, builder, classOf, maskedImages(data, builder, `${part}${year}`))
    files.push(...images.slice(0, 10).map(({ file }) => file))
  }
  return builder.build(await bestRoot([folder, join(folder, 'images')], files), true)
}

function maskedImages(
  { images, masks }: CocoFile,
  builder: DatasetBuilder,
  part: string,
): Map<number, ImportedImage> {
  const found = new Map<number, ImportedImage>()
  for (const { id, file_name } of images) {
    const image = masks.has(id) ? builder.addImage(`${part}/${file_name}`, null) : null
    if (image !== null) found.set(id, image)
  }
  return found
}

async function yearOf(folder: string): Promise<string> {
  for (const year of years) {
    for (const part of ['train', 'val']) {
      if (await exists(join(folder, `annotations/instances_${part}${year}.json`))) return year
    }
  }
  return years[0]
}

function checkCategories(
  path: string,
  { categories }: CocoFile,
  classOf: ReadonlyMap<number, number>,
  { classes }: DatasetBuilder,
): void {
  for (const { id, name } of categories) {
    if (classes[classOf.get(id) ?? -1]?.toLowerCase() === name.trim().toLowerCase()) continue
    throw invalid(path, `Category ${id} is "${name}" here but not in the training part.`)
  }
}

/** File names of 2014 begin with `COCO_`; the folder of the part comes before them. */
function* listed(
  { images, present }: CocoFile,
  classOf: ReadonlyMap<number, number>,
  part: string,
): Generator<ListedImage> {
  const split = part.startsWith('train') ? 'train' : 'validation'
  const byId = images.map((image) => ({ key: String(image.id), image }))
  byId.sort((a, b) => (a.key < b.key ? -1 : 1))
  for (const { image } of byId) {
    const held = [...(present.get(image.id) ?? [])].flatMap((id) => classOf.get(id) ?? [])
    yield { file: `${part}/${image.file_name}`, present: held.sort((a, b) => a - b), split }
  }
}
