import type { DatasetBuilder } from '../dataset-builder'
import { COCO_CLASSES, NUS_CLASSES, VOC_CLASSES } from './known-classes'
import { findPath, linesOf } from './layout'

const listNames = ['classes.txt', 'attributes.txt', 'attributes/attributes.txt', 'Concepts81.txt']

const known = [
  { dataset: 'VOC', prefix: 'voc', names: VOC_CLASSES },
  { dataset: 'COCO', prefix: 'coco', names: COCO_CLASSES },
  { dataset: 'NUS-WIDE', prefix: 'nus', names: NUS_CLASSES },
]

/**
 * Names for classes that files only number: a list beside them that has as many lines, else the
 * classes of the public dataset with that many, else numbers. What was guessed is reported.
 */
export async function numberedClasses(
  builder: DatasetBuilder,
  folder: string,
  count: number,
  prefix: string,
  signal: AbortSignal,
): Promise<string[]> {
  const path = await findPath(folder, [...(prefix ? [`${prefix}_labels.txt`] : []), ...listNames])
  if (path !== null) {
    const lines = await linesOf(path, signal)
    // Attribute lists number their lines.
    const names = lines.map(({ text }) => text.replace(/^\d+\s+/, ''))
    if (names.length >= count && (prefix !== '' || names.length === count)) return names
    builder.report(null, `${path} names ${names.length} classes, the labels have ${count}.`)
  }
  const guess = known.find(({ prefix: own, names }) =>
    prefix === '' ? names.length === count : prefix.startsWith(own) && names.length >= count,
  )
  if (guess) {
    builder.report(null, `The files name no class; the names are those of ${guess.dataset}.`)
    return guess.names
  }
  builder.report(null, 'The files name no class; put a classes.txt beside them, one name a line.')
  return Array.from({ length: count }, (_, i) => `class ${i + 1}`)
}
