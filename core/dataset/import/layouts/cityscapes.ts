import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { DatasetBuilder } from '../dataset-builder'
import { type ImportedDataset, invalid } from '../imported-dataset'
import { readJson } from '../read-json'
import { CITYSCAPES_CLASSES } from './known-classes'
import { addClasses, addListed, type Layout, requirePath } from './layout'

const polygons = z.object({
  objects: z.array(z.object({ label: z.string(), deleted: z.unknown().optional() })),
})
const ending = '_gtFine_polygons.json'

/**
 * Cityscapes with its 35 label ids as classes: a class is present when one of its polygons is in
 * `gtFine/{train,val}/<city>/*_gtFine_polygons.json`, from which the label images are drawn. Against
 * "any pixel of the label image has the id" that differs where a later polygon covers an earlier one
 * completely (present here), for `unlabeled`, the ground on which polygons are drawn (never present
 * here), and for `license plate`, which has polygons but id -1, which 8-bit label images cannot hold.
 * `ego vehicle`, `rectification border` and `out of roi` are polygons like all others.
 */
export const cityscapes: Layout = {
  id: 'cityscapes',
  title: 'Cityscapes (fine)',
  marks: ['gtFine'],
  inside: ['cityscapes', 'data/cityscapes'],
  read: readCityscapes,
}

async function readCityscapes(folder: string, signal: AbortSignal): Promise<ImportedDataset> {
  const builder = new DatasetBuilder()
  addClasses(builder, CITYSCAPES_CLASSES)
  const unknown = new Set<string>()
  for (const [part, split] of [
    ['train', 'train'],
    ['val', 'validation'],
  ] as const) {
    const directory = await requirePath(folder, [`gtFine/${part}`])
    let found = 0
    for (const city of (await readdir(directory)).sort()) {
      const names = await readdir(join(directory, city)).catch(() => [])
      for (const name of names.filter((one) => one.endsWith(ending)).sort()) {
        const path = join(directory, city, name)
        const present = await readPresent(path, unknown, signal)
        const base = name.slice(0, -ending.length)
        addListed(builder, { file: `${part}/${city}/${base}_leftImg8bit.png`, present, split })
        found += 1
      }
    }
    if (found === 0) throw invalid(directory, `No city in it has a *${ending}.`)
  }
  for (const label of unknown) builder.report(null, `"${label}" is no label of Cityscapes.`)
  return builder.build(join(folder, 'leftImg8bit'), true)
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
