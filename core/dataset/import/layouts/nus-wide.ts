import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DatasetBuilder } from '../dataset-builder'
import { bestRoot } from '../image-root'
import { type ImportedDataset, invalid } from '../imported-dataset'
import { readLines } from '../read-lines'
import { addClasses, addLabelled, findPath, type Layout, linesOf, requirePath } from './layout'

const folderNames = {
  concepts: ['ConceptsList/Concepts81.txt', 'Concepts81.txt', 'ConceptsList/Concepts.txt'],
  split: ['Groundtruth/TrainTestLabels', 'TrainTestLabels', 'GroundTruth/TrainTestLabels'],
  all: ['Groundtruth/AllLabels', 'AllLabels', 'GroundTruth/AllLabels'],
}
const listPlaces = (name: string): string[] => [
  `ImageList/${name}`,
  `ImageList/ImageList/${name}`,
  name,
]

/**
 * NUS-WIDE: image lists, `ConceptsList/Concepts81.txt` and one file of zeros and ones for each
 * concept, a line an image: `Groundtruth/TrainTestLabels/Labels_<concept>_{Train,Test}.txt`, the
 * test part being for validation, or `Groundtruth/AllLabels/Labels_<concept>.txt`, then with no
 * split. Images of no concept are left out. The lists that single papers used are not public in this
 * form; those come as `.npy` files.
 */
export const nusWide: Layout = {
  id: 'nus-wide',
  title: 'NUS-WIDE',
  marks: [...folderNames.concepts, ...folderNames.split, ...folderNames.all],
  inside: ['NUS-WIDE', 'NUS_WIDE', 'nuswide', 'data/nuswide'],
  read: readNusWide,
}

async function readNusWide(folder: string, signal: AbortSignal): Promise<ImportedDataset> {
  const builder = new DatasetBuilder()
  const list = await requirePath(folder, folderNames.concepts)
  const names = (await linesOf(list, signal)).map(({ text }) => text)
  if (names.length === 0) throw invalid(list, 'The file names no concept.')
  addClasses(builder, names)
  const files: string[] = []
  const directory = await requirePath(folder, [...folderNames.split, ...folderNames.all])
  const isSplit = directory.endsWith('TrainTestLabels')
  if ((await readdir(directory)).length === 0) throw invalid(directory, 'The folder is empty.')
  for (const part of isSplit ? (['Train', 'Test'] as const) : ([''] as const)) {
    const list = await requirePath(
      folder,
      listPlaces(part ? `${part}Imagelist.txt` : 'Imagelist.txt'),
    )
    const images = await linesOf(list, signal)
    const present: number[][] = images.map(() => [])
    const suffix = part ? `_${part}.txt` : '.txt'
    for (const [index, name] of names.entries()) {
      const path = await requirePath(directory, [`Labels_${name}${suffix}`])
      await readColumn(builder, path, (row) => present[row]?.push(index), present.length, signal)
    }
    const split = part === '' ? null : part === 'Train' ? 'train' : 'validation'
    addLabelled(
      builder,
      images.map(({ text }, i) => ({ file: text, present: present[i] ?? [], split })),
    )
    files.push(...images.slice(0, 10).map(({ text }) => text.replaceAll('\\', '/')))
  }
  const places = ['Flickr', 'images', 'Images', 'image', '']
  const roots = places.map((place) => join(folder, place))
  const found = await findPath(folder, places)
  return builder.build(await bestRoot(found ? [found, ...roots] : roots, files), true)
}

/** A published file holds one line that is neither 0 nor 1; such a line is told and taken for 0. */
async function readColumn(
  builder: DatasetBuilder,
  path: string,
  onPresent: (row: number) => void,
  rows: number,
  signal: AbortSignal,
): Promise<void> {
  let row = 0
  const visit = (text: string, line: number): void => {
    const value = text.trim()
    if (value === '') return
    if (value === '1') onPresent(row)
    else if (value !== '0') builder.report(line, `${path}: "${value.slice(0, 40)}", taken for 0.`)
    row += 1
  }
  await readLines(path, visit, signal)
  if (row !== rows) throw invalid(path, `It has ${row} lines, but the list names ${rows} images.`)
}
