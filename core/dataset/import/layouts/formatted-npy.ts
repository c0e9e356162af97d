import { dirname, join } from 'node:path'
import { DatasetBuilder } from '../dataset-builder'
import { bestRoot } from '../image-root'
import {
  type ImportedDataset,
  type ImportedImage,
  type ImportedLabel,
  invalid,
} from '../imported-dataset'
import { numberedClasses } from './class-names'
import { addClasses, findPath, type Layout, requirePath } from './layout'
import { type NpyTable, readNpyTable, readNpyTexts } from './npy'

const parts = ['train', 'val'] as const
type Part = (typeof parts)[number]

/** The two ways in which published code names the observed labels of a part. */
const observedNames = (part: Part): string[] => [
  `formatted_${part}_labels_obs.npy`,
  `formatted_${part}_uniform_labels_obs.npy`,
]

/** Where published code has the pictures, beside its `.npy` files. */
const roots = [
  '',
  'images',
  'JPEGImages',
  'VOCdevkit/VOC2012/JPEGImages',
  'VOCdevkit/VOC2007/JPEGImages',
  'VOC2012/JPEGImages',
  'Flickr',
  'CUB_200_2011/images',
  'CUB_200_2011/CUB_200_2011/images',
]

/**
 * The arrays that published experiments exchange: `formatted_{train,val}_images.npy` with
 * `_labels.npy` (1 present, 0 absent) and `_labels_obs.npy` (1, -1, 0 unknown). With full labels they
 * are the labels, and observed ones are kept beside them; without, the observed ones are the labels.
 */
export const formattedNpy: Layout = {
  id: 'npy',
  title: 'NumPy arrays of published experiments',
  marks: [/^formatted_(train|val)_(images|labels|labels_obs|uniform_labels_obs)\.npy$/],
  inside: ['data'],
  read: readFormattedNpy,
}

interface Arrays {
  path: string
  part: Part
  files: string[]
  full: NpyTable | null
  observed: NpyTable | null
}

async function readFormattedNpy(folder: string, signal: AbortSignal): Promise<ImportedDataset> {
  const found: Arrays[] = []
  for (const part of parts) {
    const arrays = await readPart(folder, part, signal)
    if (arrays !== null) found.push(arrays)
  }
  const columns = found.flatMap(({ full, observed }) =>
    [full, observed].flatMap((table) => table?.columns ?? []),
  )
  const [width = 0] = columns
  if (columns.some((other) => other !== width)) {
    throw invalid(folder, `The parts have different numbers of classes: ${columns.join(', ')}.`)
  }
  const builder = new DatasetBuilder()
  addClasses(builder, await numberedClasses(builder, folder, width, '', signal))
  for (const arrays of found) addPart(builder, arrays)
  const files = found.flatMap((arrays) => arrays.files)
  const root = await bestRoot(
    [folder, dirname(folder)].flatMap((base) => roots.map((place) => join(base, place))),
    files,
  )
  return builder.build(
    root,
    found.every(({ full }) => full !== null),
  )
}

/** Null for a part that the folder has nothing of. */
async function readPart(folder: string, part: Part, signal: AbortSignal): Promise<Arrays | null> {
  const images = `formatted_${part}_images.npy`
  const labels = `formatted_${part}_labels.npy`
  const fullPath = await findPath(folder, [labels])
  const observedPath = await findPath(folder, observedNames(part))
  if (fullPath === null && observedPath === null) {
    if ((await findPath(folder, [images])) !== null) {
      await requirePath(folder, [labels, ...observedNames(part)])
    }
    return null
  }
  const path = await requirePath(folder, [images])
  const files = await readNpyTexts(path, signal)
  const read = async (at: string | null): Promise<NpyTable | null> => {
    if (at === null) return null
    const table = await readNpyTable(at, signal)
    if (table.rows === files.length) return table
    throw invalid(at, `It has ${table.rows} rows, but ${images} names ${files.length} pictures.`)
  }
  return { path, part, files, full: await read(fullPath), observed: await read(observedPath) }
}

function addPart(builder: DatasetBuilder, { path, part, files, full, observed }: Arrays): void {
  const split = part === 'train' ? 'train' : 'validation'
  const seen = new Set<ImportedImage>()
  let strange = 0
  files.forEach((file, row) => {
    const image = builder.addImage(file.replaceAll('\\', '/'), null)
    if (image === null) return
    if (seen.has(image) || image.split !== null) {
      throw invalid(path, `${file} is listed twice; rows and pictures would not fit.`)
    }
    seen.add(image)
    image.split = split
    for (const { class: index, state } of statesOf(full ?? observed, row)) {
      builder.setLabel(image, index, state)
    }
    if (full !== null && observed !== null) image.observed = statesOf(observed, row)
    strange += countStrange(full, row) + countStrange(observed, row)
  })
  if (strange > 0) {
    builder.report(null, `${strange} labels of the ${part} part are not 1, 0 or -1; taken for 0.`)
  }
}

/** 1 is present and -1 absent; 0 is absent in full labels and unknown in others: not listed. */
function statesOf(table: NpyTable | null, row: number): Omit<ImportedLabel, 'point'>[] {
  const states: Omit<ImportedLabel, 'point'>[] = []
  for (let column = 0; column < (table?.columns ?? 0); column++) {
    const value = table?.at(row, column)
    if (value === 1) states.push({ class: column, state: 'present' })
    else if (value === -1) states.push({ class: column, state: 'absent' })
  }
  return states
}

function countStrange(table: NpyTable | null, row: number): number {
  let strange = 0
  for (let column = 0; column < (table?.columns ?? 0); column++) {
    const value = table?.at(row, column)
    if (value !== 0 && value !== 1 && value !== -1) strange += 1
  }
  return strange
}
