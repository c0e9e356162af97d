import { join } from 'node:path'
import { DatasetBuilder } from '../dataset-builder'
import { type ImportedDataset, type ImportedImage, invalid } from '../imported-dataset'
import { readLines } from '../read-lines'
import { addClasses, type Layout, linesOf, requirePath } from './layout'

/**
 * CUB-200-2011 with its attributes as classes: `images.txt`, `train_test_split.txt` (1 is training),
 * `attributes.txt` and `attributes/image_attribute_labels.txt` (image, attribute, is present; how
 * certain and how long it took are not looked at, and a few published lines have one field more).
 */
export const cub: Layout = {
  id: 'cub',
  title: 'CUB-200-2011 attributes',
  marks: ['train_test_split.txt', 'attributes/image_attribute_labels.txt'],
  inside: ['CUB_200_2011', 'CUB_200_2011/CUB_200_2011', 'data/cub/CUB_200_2011/CUB_200_2011'],
  read: readCub,
}

async function readCub(folder: string, signal: AbortSignal): Promise<ImportedDataset> {
  const builder = new DatasetBuilder()
  const attributes = await numbered(
    await requirePath(folder, ['attributes/attributes.txt', '../attributes.txt', 'attributes.txt']),
    signal,
  )
  addClasses(builder, [...attributes.values()])
  const files = await numbered(await requirePath(folder, ['images.txt']), signal)
  const splits = await numbered(await requirePath(folder, ['train_test_split.txt']), signal)
  const images = new Map<number, ImportedImage>()
  for (const [id, file] of files) {
    const image = builder.addImage(file, null)
    if (image === null) continue
    const split = splits.get(id)
    if (split === undefined)
      builder.report(null, `${file} is in no part; it was put into training.`)
    image.split = split === '0' ? 'validation' : 'train'
    images.set(id, image)
  }
  const columns = new Map([...attributes.keys()].map((id, index) => [id, index]))
  const path = await requirePath(folder, ['attributes/image_attribute_labels.txt'])
  await readLabels(path, builder, { images, columns }, signal)
  return builder.build(join(folder, 'images'), true)
}

/** Lines of a number and a text. */
async function numbered(path: string, signal: AbortSignal): Promise<Map<number, string>> {
  const found = new Map<number, string>()
  for (const { text, line } of await linesOf(path, signal)) {
    const parts = /^(\d+)\s+(.+)$/.exec(text)
    if (!parts) throw invalid(path, 'A number and a text were expected.', line)
    found.set(Number(parts[1]), parts[2] ?? '')
  }
  if (found.size === 0) throw invalid(path, 'The file is empty.')
  return found
}

async function readLabels(
  path: string,
  builder: DatasetBuilder,
  { images, columns }: { images: Map<number, ImportedImage>; columns: Map<number, number> },
  signal: AbortSignal,
): Promise<void> {
  let lines = 0
  const visit = (text: string, line: number): void => {
    if (text.trim() === '') return
    lines += 1
    const [image, attribute, present] = text.trim().split(/\s+/, 3)
    const found = images.get(Number(image))
    const index = columns.get(Number(attribute))
    if (!found || index === undefined || (present !== '0' && present !== '1')) {
      builder.report(line, `"${text.trim().slice(0, 60)}" is no label of a listed image.`)
    } else if (present === '1') builder.setLabel(found, index, 'present')
  }
  await readLines(path, visit, signal)
  const expected = images.size * columns.size
  if (lines === expected) return
  const each = `${images.size} images with ${columns.size} attributes`
  throw invalid(path, `It has ${lines} lines, but ${each} need ${expected}.`)
}
