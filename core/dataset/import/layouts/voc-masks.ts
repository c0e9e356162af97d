import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Rle } from '../../../kernel/mask/bitmap'
import { rlesOfLabels } from '../../../kernel/mask/label-runs'
import { type ColourMap, type LabelMap, readLabelPng } from '../../masks/label-png'
import { vocPalette, vocVoid } from '../../masks/voc-palette'
import type { DatasetBuilder } from '../dataset-builder'
import type { ImportedImage } from '../imported-dataset'
import { VOC_CLASSES } from './known-classes'
import { findPath, linesOf } from './layout'

/** Names by their number in a label picture, and numbers by colour. */
export interface VocLabels {
  readonly names: ReadonlyMap<number, string>
  readonly colours: ReadonlyMap<number, number>
}

/** Of CVAT's and Datumaro's `labelmap.txt`, else of VOC's own twenty classes. */
export async function readVocLabels(folder: string, signal: AbortSignal): Promise<VocLabels> {
  const path = await findPath(folder, ['labelmap.txt'])
  const listed = path === null ? [] : await linesOf(path, signal)
  const entries = listed.flatMap(({ text }) => {
    const [, name, colour] = /^([^#].*):(\d+,\d+,\d+):[^:]*:[^:]*$/.exec(text) ?? []
    const [r, g, b] = (colour ?? '').split(',').map(Number)
    const isLabel = name !== undefined && r !== undefined && g !== undefined && b !== undefined
    return isLabel ? [{ name, colour: (r << 16) | (g << 8) | b }] : []
  })
  const palette = new Map(vocPalette.map(([r, g, b], i) => [(r << 16) | (g << 8) | b, i]))
  if (entries.length === 0) {
    return { names: new Map(VOC_CLASSES.map((name, i) => [i + 1, name])), colours: palette }
  }
  // The number of a class is that of its colour, else its place in the list.
  const numbers = entries.map(({ colour }, i) => palette.get(colour) ?? i)
  const named = entries.flatMap(({ name }, i): [number, string][] => {
    const number = numbers[i] ?? 0
    return /^(background|void)$/i.test(name) || number === 0 ? [] : [[number, name]]
  })
  const own = entries.map(({ colour }, i): [number, number] => [colour, numbers[i] ?? 0])
  return { names: new Map(named), colours: new Map([...palette, ...own]) }
}

/** Paths of pictures, without their ending, that have a picture of classes. */
export async function vocMasked(folder: string): Promise<string[]> {
  const directory = join(folder, 'SegmentationClass')
  const names = await readdir(directory, { recursive: true }).catch((): string[] => [])
  const pictures = names.filter((name) => name.toLowerCase().endsWith('.png'))
  return pictures.map((name) => name.slice(0, -4).replaceAll('\\', '/')).sort()
}

/** Which classes a picture's pixels show; null, and told, where its label picture cannot be read. */
export async function vocPresent(
  builder: DatasetBuilder,
  folder: string,
  name: string,
  labels: VocLabels,
): Promise<number[] | null> {
  const found = await readMap(builder, join(folder, 'SegmentationClass', `${name}.png`), labels)
  return found === null ? null : [...new Set(found.values)].filter((one) => labels.names.has(one))
}

/** Adds the segments of a picture: its objects, or one of each class where no object is told apart. */
export async function addVocMasks(
  builder: DatasetBuilder,
  folder: string,
  { image, name, labels }: { image: ImportedImage; name: string; labels: VocLabels },
): Promise<void> {
  const classes = await readMap(builder, join(folder, 'SegmentationClass', `${name}.png`), labels)
  if (classes === null) return
  const path = await findPath(folder, [`SegmentationObject/${name}.png`])
  const objects = path === null ? null : await readMap(builder, path, null)
  const differs =
    objects !== null && (objects.width !== classes.width || objects.height !== classes.height)
  if (differs) builder.report(null, `${name}: the pictures of classes and objects differ in size.`)
  const apart = objects !== null && !differs ? objects : classes
  for (const [number, mask] of masksOf(apart)) {
    const label = apart === classes ? number : mostInside(classes, apart, number)
    const className = labels.names.get(label)
    if (className === undefined) {
      builder.report(null, `${name}: nothing tells the class of ${label}.`)
      continue
    }
    const index = builder.addClass(className, null)
    const where = `${basename(name)}, ${number}`
    builder.addSegment(image, { class: index, state: 'kept', where }, () => mask)
  }
}

function masksOf({ values, width, height }: LabelMap): [number, Rle][] {
  const found = [...rlesOfLabels(values, width, height)]
  return found.filter(([number]) => number !== vocVoid).sort(([a], [b]) => a - b)
}

/** The class of an object is that of most of its pixels. */
function mostInside(classes: LabelMap, objects: LabelMap, object: number): number {
  const counts = new Map<number, number>()
  for (let i = 0; i < objects.values.length; i++) {
    const label = classes.values[i] ?? 0
    if (objects.values[i] !== object || label === 0 || label === vocVoid) continue
    counts.set(label, (counts.get(label) ?? 0) + 1)
  }
  const [best] = [...counts].sort(([, a], [, b]) => b - a)
  return best?.[0] ?? 0
}

/** Colours become numbers: of their classes, or in the order in which they come. */
async function readMap(
  builder: DatasetBuilder,
  path: string,
  labels: VocLabels | null,
): Promise<LabelMap | null> {
  try {
    const png = readLabelPng(await readFile(path))
    return 'values' in png ? png : numbered(png, labels)
  } catch (error) {
    builder.report(null, `${path}: ${error instanceof Error ? error.message : String(error)}`)
    return null
  }
}

function numbered({ colours, width, height }: ColourMap, labels: VocLabels | null): LabelMap {
  const voidColour = 0xe0e0c0
  const numbers = new Map(labels?.colours ?? [[0, 0]])
  numbers.set(voidColour, vocVoid)
  const values = Uint16Array.from(colours, (colour) => {
    const known = numbers.get(colour)
    if (known !== undefined) return known
    // Of a class that nothing names; 255 stays what nobody decided.
    const next = Math.max(255, ...numbers.values()) + 1
    numbers.set(colour, next)
    return next
  })
  return { width, height, values }
}
