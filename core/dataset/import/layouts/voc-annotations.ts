import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DatasetBuilder } from '../dataset-builder'
import { invalid } from '../imported-dataset'
import { linesOf } from './layout'

const largestAnnotation = 4 * 2 ** 20

/**
 * VOC's `Annotations/*.xml` alone: a class is present when one of its objects is not difficult.
 * Where `ImageSets/Main` lists pictures, those are read (trainval and test, else train and val);
 * otherwise every annotation. Only the flat elements that VOC writes are looked at: no entity but
 * the five of XML itself is ever resolved, no document type is read.
 */
export async function readVocAnnotations(
  builder: DatasetBuilder,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const directory = join(folder, 'Annotations')
  const names = await readdir(directory)
  const ids = names.filter((name) => name.endsWith('.xml')).map((name) => name.slice(0, -4))
  if (ids.length === 0) throw invalid(directory, 'There is no annotation (.xml) in the folder.')
  const splits = await readSplits(folder, signal)
  const listed = splits.size > 0 ? ids.filter((id) => splits.has(id)) : ids
  for (const id of listed.sort()) {
    signal.throwIfAborted()
    const annotation = await readAnnotation(builder, join(directory, `${id}.xml`), signal)
    if (annotation === null) continue
    const image = builder.addImage(annotation.file ?? `${id}.jpg`, null)
    if (image === null) continue
    image.split = splits.get(id) ?? null
    for (const name of annotation.present) {
      const index = builder.addClass(name, null)
      if (index !== null) builder.setLabel(image, index, 'present')
    }
  }
  const known = new Set(ids)
  const missing = [...splits.keys()].filter((id) => !known.has(id)).length
  if (missing > 0) builder.report(null, `${missing} listed pictures have no annotation.`)
}

async function readSplits(
  folder: string,
  signal: AbortSignal,
): Promise<Map<string, 'train' | 'validation'>> {
  const main = join(folder, 'ImageSets', 'Main')
  const names = await readdir(main).catch((): string[] => [])
  const [training, validation] = names.includes('test.txt')
    ? ['trainval.txt', 'test.txt']
    : ['train.txt', 'val.txt']
  const splits = new Map<string, 'train' | 'validation'>()
  const add = async (name: string, split: 'train' | 'validation'): Promise<void> => {
    if (!names.includes(name)) return
    for (const { text } of await linesOf(join(main, name), signal)) splits.set(text, split)
  }
  await add(training, 'train')
  await add(validation, 'validation')
  return splits
}

async function readAnnotation(
  builder: DatasetBuilder,
  path: string,
  signal: AbortSignal,
): Promise<{ file: string | null; present: string[] } | null> {
  const { size } = await stat(path)
  const text = size > largestAnnotation ? '' : await readFile(path, { encoding: 'utf8', signal })
  if (!/<\/annotation>\s*$/.test(text)) {
    builder.report(null, `${path} is no complete annotation; it was left out.`)
    return null
  }
  const objects = text.match(/<object>[\s\S]*?<\/object>/g) ?? []
  const present = objects.flatMap((object) => {
    // Parts of a person have names of their own.
    const own = object.replaceAll(/<part>[\s\S]*?<\/part>/g, '')
    const name = element(own, 'name')
    return name === null || element(own, 'difficult') === '1' ? [] : [name]
  })
  return { file: element(text.replaceAll(/<object>[\s\S]*/g, ''), 'filename'), present }
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function element(text: string, name: string): string | null {
  const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1]?.trim()
  if (!found) return null
  return found.replaceAll(/&(amp|lt|gt|quot|apos);/g, (_, entity: string) => entities[entity] ?? '')
}
