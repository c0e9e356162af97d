import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DatasetBuilder } from '../dataset-builder'
import { type ImportedDataset, invalid } from '../imported-dataset'
import { VOC_CLASSES } from './known-classes'
import { addClasses, addLabelled, type Layout, linesOf, type ListedImage } from './layout'
import { readVocAnnotations } from './voc-annotations'

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
  marks: ['ImageSets/Main', /^Annotations$/, /^JPEGImages$/],
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

async function readVoc(folder: string, signal: AbortSignal): Promise<ImportedDataset> {
  const main = join(folder, 'ImageSets', 'Main')
  const names = new Set(await readdir(main).catch(() => []))
  const classes = classesOf(names)
  if (classes.length === 0) return await readVocAnnotations(folder, signal)
  const builder = new DatasetBuilder()
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
  return builder.build(join(folder, 'JPEGImages'), true)
}

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
