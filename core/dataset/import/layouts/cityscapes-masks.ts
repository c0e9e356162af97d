import { readFile } from 'node:fs/promises'
import { rlesOfLabels } from '../../../kernel/mask/label-runs'
import { perClass } from '../../masks/cityscapes-ids'
import { type LabelMap, readLabelPng } from '../../masks/label-png'
import type { DatasetBuilder } from '../dataset-builder'
import type { ImportedImage } from '../imported-dataset'
import { findPath } from './layout'

/** The class of a pixel: of an object the number before its last three digits, else the number itself. */
const classOf = (value: number): number => (value < perClass ? value : Math.floor(value / perClass))

/** Indices of the classes that any pixel shows; `path` is without `_gtFine_…`. */
export async function presentInMap(
  builder: DatasetBuilder,
  path: string,
  classes: ReadonlyMap<number, string>,
): Promise<number[]> {
  const map = await readMap(builder, path)
  const ids = new Set(Array.from(new Set(map?.values ?? []), classOf))
  // 0 is the ground on which everything else is painted.
  return [...classes.keys()].flatMap((id, index) => (id !== 0 && ids.has(id) ? [index] : []))
}

/** Adds a segment for each object, and one for each class whose objects are not told apart. */
export async function addCityscapesMasks(
  builder: DatasetBuilder,
  path: string,
  { image, classes }: { image: ImportedImage; classes: ReadonlyMap<number, string> },
): Promise<void> {
  const map = await readMap(builder, path)
  if (map === null) return
  const indices = new Map([...classes.keys()].map((id, index) => [id, index]))
  const masks = [...rlesOfLabels(map.values, map.width, map.height)].sort(([a], [b]) => a - b)
  for (const [value, mask] of masks) {
    const index = indices.get(classOf(value))
    const where = `${image.file}, ${value}`
    if (index === undefined) builder.report(null, `${where}: there is no label of this id.`)
    else builder.addSegment(image, { class: index, state: 'kept', where }, () => mask)
  }
}

/** Null, and told where a file is damaged, when there is neither a picture of objects nor of classes. */
async function readMap(builder: DatasetBuilder, path: string): Promise<LabelMap | null> {
  for (const kind of ['instanceIds', 'labelIds']) {
    const file = await findPath('', [`${path}_gtFine_${kind}.png`])
    if (file === null) continue
    try {
      const png = readLabelPng(await readFile(file))
      if ('values' in png) return png
      builder.report(null, `${file}: it has colours where ids should be.`)
    } catch (error) {
      builder.report(null, `${file}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return null
}
