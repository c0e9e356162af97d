import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { cityscapesNotes } from '../../masks/cityscapes-ids'
import { DatasetBuilder } from '../dataset-builder'
import { type ImportedDataset, type ImportedImage, invalid, type Wanted } from '../imported-dataset'
import { readJson } from '../read-json'
import { addCityscapesMasks, presentInMap } from './cityscapes-masks'
import { CITYSCAPES_CLASSES } from './known-classes'
import { addClasses, exists, type Layout, requirePath } from './layout'

const polygons = z.object({
  objects: z.array(z.object({ label: z.string(), deleted: z.unknown().optional() })),
})

const ownNotes = z.object({
  classes: z.record(z.string(), z.string()),
  pictures: z.record(z.string(), z.string()),
})

/**
 * Cityscapes with its 35 label ids as classes: a class is present when one of its polygons is in
 * `gtFine/{train,val}/<city>/*_gtFine_polygons.json`, from which the label images are drawn. Against
 * "any pixel of the label image has the id" that differs where a later polygon covers an earlier one
 * completely (present here), for `unlabeled`, the ground on which polygons are drawn (never present
 * here), and for `license plate`, which has polygons but id -1, which 8-bit label images cannot hold.
 * `ego vehicle`, `rectification border` and `out of roi` are polygons like all others. Where there are
 * no polygons the pixels count. Segments are those of `*_instanceIds.png`, else of `*_labelIds.png`.
 */
export const cityscapes: Layout = {
  id: 'cityscapes',
  title: 'Cityscapes (fine)',
  marks: ['gtFine'],
  inside: ['cityscapes', 'data/cityscapes'],
  read: readCityscapes,
}

/** The classes' names by id, and what a file of Singlet's own export is about. */
interface Names {
  readonly classes: ReadonlyMap<number, string>
  readonly pictures: Readonly<Record<string, string>>
  readonly isOwn: boolean
}

async function readCityscapes(
  folder: string,
  signal: AbortSignal,
  wanted: Wanted,
): Promise<ImportedDataset> {
  const builder = new DatasetBuilder()
  const names = await readNames(folder, signal)
  addClasses(builder, [...names.classes.values()])
  const unknown = new Set<string>()
  for (const [part, split] of [
    ['train', 'train'],
    ['val', 'validation'],
  ] as const) {
    const isThere = names.isOwn ? await exists(join(folder, 'gtFine', part)) : true
    if (isThere) await readPart(builder, folder, { part, split, names, unknown }, wanted, signal)
  }
  for (const label of unknown) builder.report(null, `"${label}" is no label of Cityscapes.`)
  return builder.build(join(folder, 'leftImg8bit'), !names.isOwn)
}

async function readNames(folder: string, signal: AbortSignal): Promise<Names> {
  const path = join(folder, cityscapesNotes)
  const plain = new Map(CITYSCAPES_CLASSES.map((name, id) => [id, name]))
  if (!(await exists(path))) return { classes: plain, pictures: {}, isOwn: false }
  const { classes, pictures } = await readJson(path, ownNotes, signal)
  const own = Object.entries(classes).map(([id, name]) => [Number(id), name] as const)
  return { classes: new Map(own.sort(([a], [b]) => a - b)), pictures, isOwn: true }
}

interface Part {
  readonly part: string
  readonly split: NonNullable<ImportedImage['split']>
  readonly names: Names
  /** Labels that polygons have and Cityscapes has not. */
  readonly unknown: Set<string>
}

async function readPart(
  builder: DatasetBuilder,
  folder: string,
  { part, split, names, unknown }: Part,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<void> {
  const directory = await requirePath(folder, [`gtFine/${part}`])
  let found = 0
  for (const city of (await readdir(directory)).sort()) {
    const files = await readdir(join(directory, city)).catch((): string[] => [])
    for (const base of basesOf(files)) {
      signal.throwIfAborted()
      const path = join(directory, city, base)
      const key = `${part}/${city}/${base}`
      const image = builder.addImage(names.pictures[key] ?? `${key}_leftImg8bit.png`, null)
      if (image === null) continue
      found += 1
      image.split = split
      const present = files.includes(`${base}_gtFine_polygons.json`)
        ? await readPresent(`${path}_gtFine_polygons.json`, unknown, signal)
        : await presentInMap(builder, path, names.classes)
      for (const index of present) builder.setLabel(image, index, 'present')
      if (wanted.masks) await addCityscapesMasks(builder, path, { image, classes: names.classes })
    }
  }
  if (found === 0) throw invalid(directory, 'No city in it has a *_gtFine_polygons.json.')
}

function basesOf(files: readonly string[]): string[] {
  const endings = /_gtFine_(polygons\.json|labelIds\.png|instanceIds\.png)$/
  const bases = files.filter((name) => endings.test(name)).map((name) => name.replace(endings, ''))
  return [...new Set(bases)].sort()
}

const numbers = new Map(CITYSCAPES_CLASSES.map((name, index) => [name, index]))

async function readPresent(
  path: string,
  unknown: Set<string>,
  signal: AbortSignal,
): Promise<number[]> {
  const { objects } = await readJson(path, polygons, signal)
  const present = new Set<number>()
  for (const { label, deleted } of objects) {
    if (deleted) continue
    // A crowd of cars is a `cargroup`.
    const index = numbers.get(label) ?? numbers.get(label.replace(/group$/, ''))
    if (index === undefined) unknown.add(label)
    else present.add(index)
  }
  return [...present].sort((a, b) => a - b)
}
