import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join, posix } from 'node:path'
import { parse, YAMLError } from 'yaml'
import { z } from 'zod'
import type { Ring } from '../../../kernel/mask/geometry'
import { ringOf } from '../../masks/draw-rings'
import { isPictureName } from '../../picture-files'
import { DatasetBuilder } from '../dataset-builder'
import { type ImportedDataset, type ImportedImage, invalid, type Wanted } from '../imported-dataset'
import { isOwnExport } from '../own-export'
import { addClasses, findPath, type Layout, linesOf } from './layout'

const paths = z.union([z.string(), z.array(z.string())]).nullish()
const description = z.object({
  path: z.string().nullish(),
  train: paths,
  val: paths,
  names: z.union([z.array(z.coerce.string()), z.record(z.string(), z.coerce.string())]),
})
type Description = z.infer<typeof description>

const largestDescription = 2 ** 20

/**
 * YOLO as Ultralytics has it: `data.yaml` with the names, and for each picture of `images` a text file
 * in `labels` with a line an object: a polygon (segmentation) or a box (detection) in fractions of the
 * picture. Every object is listed, so what a picture does not list is absent.
 */
export const yolo: Layout = {
  id: 'yolo-seg',
  title: 'YOLO segmentation and detection',
  marks: [/^(data|dataset)\.ya?ml$/i],
  inside: [],
  read: readYolo,
}

async function readYolo(
  folder: string,
  signal: AbortSignal,
  wanted: Wanted,
): Promise<ImportedDataset> {
  const data = await describe(folder)
  const builder = new DatasetBuilder()
  addClasses(builder, namesOf(folder, data))
  const seen = new Set<string>()
  for (const [split, places] of [
    ['train', listOf(data.train)],
    ['validation', listOf(data.val)],
  ] as const) {
    for (const place of places) {
      for (const picture of await picturesAt(folder, data.path ?? '', place, signal)) {
        if (seen.has(picture)) continue
        seen.add(picture)
        await addPicture(builder, folder, picture, split, wanted, signal)
      }
    }
  }
  if (seen.size === 0) throw invalid(folder, 'data.yaml names no picture that is there.')
  const root = (await findPath(folder, ['images'])) ?? folder
  return builder.build(root, !(await isOwnExport(folder)))
}

async function describe(folder: string): Promise<Description> {
  const names = (await readdir(folder)).filter((name) => /^(data|dataset)\.ya?ml$/i.test(name))
  const path = join(folder, names[0] ?? 'data.yaml')
  const { size } = await stat(path)
  if (size > largestDescription) throw invalid(path, 'It is too large for a list of names.')
  try {
    return description.parse(parse(await readFile(path, 'utf8')))
  } catch (error) {
    if (error instanceof YAMLError) throw invalid(path, error.message, error.linePos?.[0].line)
    if (error instanceof z.ZodError) throw invalid(path, 'It names no classes (names).')
    throw invalid(path, `It cannot be read (${String(error)}).`)
  }
}

/** Numbers that the list leaves out are classes without a name. */
function namesOf(folder: string, { names }: Description): string[] {
  if (Array.isArray(names)) return names
  const numbers = Object.keys(names).map(Number)
  const last = Math.max(-1, ...numbers)
  if (!numbers.every((one) => Number.isInteger(one) && one >= 0) || last >= 10_000) {
    throw invalid(folder, 'The numbers of the classes in data.yaml are none.')
  }
  return Array.from({ length: last + 1 }, (_, i) => names[String(i)] ?? '')
}

const listOf = (places: Description['train']): string[] =>
  places == null ? [] : Array.isArray(places) ? places : [places]

/** Pictures by their path from the folder: of a list, or all of a folder. */
async function picturesAt(
  folder: string,
  base: string,
  place: string,
  signal: AbortSignal,
): Promise<string[]> {
  // Where the dataset was made is rarely where it lies: then the place is taken from data.yaml on.
  const places = [place, posix.join(base, place), place.replace(/^(\.\.\/)+/, '')]
  const at = await findPath(folder, places.filter(isInside))
  if (at === null) return []
  if (!(await stat(at)).isDirectory()) {
    const lines = await linesOf(at, signal)
    return lines.map(({ text }) => posix.normalize(text.replaceAll('\\', '/'))).filter(isInside)
  }
  const start = at
    .slice(folder.length)
    .replaceAll('\\', '/')
    .replace(/^\/+|\/+$/g, '')
  const names = await readdir(at, { recursive: true })
  return names
    .filter(isPictureName)
    .map((name) => posix.join(start, name.replaceAll('\\', '/')))
    .sort()
}

/** Nothing outside of the dataset's folder is looked at, whatever its files say. */
function isInside(path: string): boolean {
  return !posix.isAbsolute(path) && !posix.normalize(path).startsWith('..')
}

async function addPicture(
  builder: DatasetBuilder,
  folder: string,
  picture: string,
  split: NonNullable<ImportedImage['split']>,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<void> {
  const image = builder.addImage(picture.replace(/^(.*\/)?images\//, ''), null)
  if (image === null) return
  image.split ??= split
  const base = picture.slice(0, picture.length - extname(picture).length)
  const name = `${base.replace(/^(.*\/)?images\//, '$1labels/')}.txt`
  const path = await findPath(folder, [name])
  if (path === null) return
  for (const { text, line } of await linesOf(path, signal)) {
    const problem = addObject(builder, image, text, { where: `${name}, line ${line}` }, wanted)
    if (problem !== null) builder.report(line, `${name}: ${problem}`)
  }
}

/** What is wrong with a line; null where nothing is. */
function addObject(
  builder: DatasetBuilder,
  image: ImportedImage,
  text: string,
  { where }: { where: string },
  wanted: Wanted,
): string | null {
  const [index = NaN, ...numbers] = text.split(/\s+/).map(Number)
  if (!Number.isInteger(index) || index < 0 || index >= builder.classes.length) {
    return `there is no class ${text.slice(0, 20)}.`
  }
  if (!numbers.every(Number.isFinite)) return `"${text.slice(0, 60)}" is no list of numbers.`
  if (numbers.length < 4) return 'neither a box nor a polygon.'
  builder.setLabel(image, index, 'present')
  if (wanted.masks && numbers.length > 4) {
    const state = 'kept'
    builder.addSegment(image, { class: index, state, where }, () => outlineOf(numbers))
  }
  return null
}

function outlineOf(numbers: readonly number[]): { rings: Ring[] } {
  const ring = ringOf(numbers)
  const farthest = 10
  if (ring.every(({ x, y }) => Math.abs(x) <= farthest && Math.abs(y) <= farthest)) {
    return { rings: [ring] }
  }
  throw new RangeError('The corners are no fractions of the picture.')
}
