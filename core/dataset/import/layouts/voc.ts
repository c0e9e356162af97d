import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DatasetBuilder } from '../dataset-builder'
import { type ImportedDataset, invalid, type Wanted } from '../imported-dataset'
import { isOwnExport } from '../own-export'
import { VOC_CLASSES } from './known-classes'
import {
  addClasses,
  addLabelled,
  addListed,
  exists,
  type Layout,
  linesOf,
  type ListedImage,
} from './layout'
import { readVocAnnotations } from './voc-annotations'
import { addVocMasks, readVocLabels, vocMasked, vocPresent } from './voc-masks'

/**
 * PASCAL VOC. A list `ImageSets/Main/<class>_<part>.txt` ends its lines in 1 (present), 0 (difficult
 * objects only) or -1; only 1 is present, as published code has it. Pictures come by file name,
 * those without any class are left out. VOC 2007 has labels for its test part: then `trainval` is
 * for training and `test` for validation; otherwise `train` and `val`. Without lists the objects of
 * `Annotations/*.xml` count.
 */
export const voc: Layout = {
  id: 'voc',
  title: 'PASCAL VOC 2007 and 2012',
  // As the disk spells them: elsewhere `annotations` is a folder of other datasets.
  marks: ['ImageSets/Main', /^Annotations$/, /^JPEGImages$/, /^SegmentationClass$/],
  inside: [
    'VOCdevkit/VOC2012',
    'VOCdevkit/VOC2007',
    'VOC2012',
    'VOC2007',
    'data/pascal/VOCdevkit/VOC2012',
  ],
  read: readVoc,
}

type Part = 'train' | 'val' | 'trainval' | 'test'
/** Which classes each picture of a part holds, by its id. */
type Present = Map<string, number[]>

async function readVoc(
  folder: string,
  signal: AbortSignal,
  wanted: Wanted,
): Promise<ImportedDataset> {
  const builder = new DatasetBuilder()
  const complete = await readLabels(builder, folder, signal)
  if (wanted.masks) await addMasks(builder, folder, signal)
  return builder.build(join(folder, 'JPEGImages'), complete)
}

/** Adds the labels of whole pictures; whether they are complete. */
async function readLabels(
  builder: DatasetBuilder,
  folder: string,
  signal: AbortSignal,
): Promise<boolean> {
  const main = join(folder, 'ImageSets', 'Main')
  const names = new Set(await readdir(main).catch(() => []))
  const classes = classesOf(names)
  if (classes.length > 0) await readLists(builder, main, names, classes, signal)
  else if (await exists(join(folder, 'Annotations'))) {
    await readVocAnnotations(builder, folder, signal)
  } else if (await exists(join(folder, 'SegmentationClass'))) {
    await readMaps(builder, folder, signal)
    return !(await isOwnExport(folder))
  } else {
    const lacking = 'neither an ImageSets/Main with lists nor an Annotations'
    throw invalid(folder, `There is ${lacking}, nor a SegmentationClass.`)
  }
  return true
}

/** The classes of a picture are those of its pixels. */
async function readMaps(
  builder: DatasetBuilder,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const labels = await readVocLabels(folder, signal)
  addClasses(builder, [...labels.names.values()])
  const numbers = [...labels.names.keys()]
  for (const name of await vocMasked(folder)) {
    signal.throwIfAborted()
    const present = await vocPresent(builder, folder, name, labels)
    const file = `${name}.jpg`
    const indices = present?.map((number) => numbers.indexOf(number))
    if (indices) addListed(builder, { file, present: indices.sort((a, b) => a - b), split: null })
  }
}

/** Of pictures that are listed only; the others say nothing about their labels. */
async function addMasks(
  builder: DatasetBuilder,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const masked = await vocMasked(folder)
  if (masked.length === 0) return
  const labels = await readVocLabels(folder, signal)
  const images = new Map(builder.known().map((image) => [withoutEnding(image.file), image]))
  for (const name of masked) {
    signal.throwIfAborted()
    const image = images.get(name)
    if (image) await addVocMasks(builder, folder, { image, name, labels })
  }
}

async function readLists(
  builder: DatasetBuilder,
  main: string,
  names: ReadonlySet<string>,
  classes: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  addClasses(builder, classes)
  for (const name of VOC_CLASSES) {
    if (!classes.includes(name) && classes.every((one) => VOC_CLASSES.includes(one))) {
      builder.report(null, `ImageSets/Main has no list of ${name}.`)
    }
  }
  const read = (part: Part): Promise<Present> => readPart(builder, main, classes, part, signal)
  const test = names.has(`${classes[0]}_test.txt`) ? await read('test') : null
  const hasTest = test !== null && [...test.values()].some((present) => present.length > 0)
  const training = await read(hasTest ? 'trainval' : 'train')
  const validation = hasTest ? test : await read('val')
  addLabelled(builder, listed(training, 'train'))
  addLabelled(builder, listed(validation, 'validation'))
}

const withoutEnding = (file: string): string => file.replace(/\.[^./]+$/, '')

/** In the order of their names, which is that of VOC. */
function classesOf(names: ReadonlySet<string>): string[] {
  const found = [...names].flatMap((name) => /^(.+)_(train|val|test)\.txt$/.exec(name)?.[1] ?? [])
  return [...new Set(found)].sort()
}

async function readPart(
  builder: DatasetBuilder,
  main: string,
  classes: readonly string[],
  part: Part,
  signal: AbortSignal,
): Promise<Present> {
  const present: Present = new Map()
  for (const [index, name] of classes.entries()) {
    const file = `${name}_${part}.txt`
    const path = join(main, file)
    const lines = await linesOf(path, signal).catch((cause: unknown) => {
      if (signal.aborted) throw cause
      throw invalid(path, `There is no list ${file}; every class needs one for every part.`)
    })
    for (const { text, line } of lines) {
      const words = text.split(/\s+/)
      const id = words[0] ?? ''
      const value = words.at(-1) ?? ''
      if (words.length < 2 || !/^(-1|0|1)$/.test(value)) {
        builder.report(line, `${file}: "${text.slice(0, 80)}" is no picture with 1, 0 or -1.`)
        continue
      }
      const held = present.get(id) ?? []
      if (value === '1') held.push(index)
      present.set(id, held)
    }
  }
  return present
}

function* listed(present: Present, split: 'train' | 'validation'): Generator<ListedImage> {
  // Plain order of letters, as the published lists are sorted.
  for (const id of [...present.keys()].sort()) {
    yield { file: `${id}.jpg`, present: present.get(id) ?? [], split }
  }
}
