import { readdir, stat } from 'node:fs/promises'
import { dirname, join, posix, relative, sep } from 'node:path'
import { z } from 'zod'
import { Failure } from '../../contract/failures'
import type { Rle } from '../../kernel/mask/bitmap'
import { encodeRle, mergeRles } from '../../kernel/mask/rle'
import { checkSize } from '../../kernel/mask/runs'
import { drawRings } from '../masks/draw-rings'
import { readLabelPng } from '../masks/label-png'
import { DatasetBuilder } from './dataset-builder'
import { type ImportedDataset, type ImportedImage, invalid, type Wanted } from './imported-dataset'
import { readHead } from './read-head'
import { readJson } from './read-json'

const shape = z.object({
  label: z.string(),
  points: z.array(z.tuple([z.number(), z.number()])),
  shape_type: z.string().nullish(),
  group_id: z.union([z.number(), z.string()]).nullish(),
  mask: z.string().nullish(),
  flags: z.record(z.string(), z.unknown()).nullish().catch(null),
})
type Shape = z.infer<typeof shape>

const file = z.object({
  imagePath: z.string(),
  imageWidth: z.number().nullish(),
  imageHeight: z.number().nullish(),
  /** Whole-image labels: true is present, false absent where Singlet wrote the file. */
  flags: z.record(z.string(), z.unknown()).nullish().catch(null),
  shapes: z.array(shape),
})
type LabelmeFile = z.infer<typeof file>

/** Whether a JSON text is labelme's, from its first part. */
export function looksLikeLabelme(head: string): boolean {
  return /"shapes"\s*:\s*\[/.test(head) && /"(version|imagePath|flags)"\s*:/.test(head)
}

const looked = 20

/** Whether one of the first JSON files of a folder is labelme's. */
export async function holdsLabelme(folder: string): Promise<boolean> {
  for (const name of (await jsonFiles(folder)).slice(0, looked)) {
    const isOne = await readHead(join(folder, name)).then(looksLikeLabelme, () => false)
    if (isOne) return true
  }
  return false
}

/**
 * Reads labelme's JSON: one file, or all of a folder and those inside of it. Polygons and masks become
 * segments, those of one label and group together; other shapes tell their label, a point its place.
 * The pictures' folder is the one that is read.
 */
export async function readLabelme(
  path: string,
  signal: AbortSignal,
  wanted: Wanted = { masks: false },
): Promise<ImportedDataset> {
  const isFolder = (await stat(path)).isDirectory()
  const root = isFolder ? path : dirname(path)
  const builder = new DatasetBuilder()
  let read = 0
  for (const name of isFolder ? await jsonFiles(path) : [relative(root, path)]) {
    const data = await tryRead(builder, join(root, name), isFolder, signal)
    if (data === null) continue
    addFile(builder, data, slashed(name), wanted)
    read += 1
  }
  if (read === 0) throw invalid(path, 'There is no JSON file of labelme in the folder.')
  return builder.build(root, false)
}

async function jsonFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true })
  const own = 'singlet-export.json'
  return names.filter((name) => name.toLowerCase().endsWith('.json') && name !== own).sort()
}

/** In a folder one broken file is told and passed over. */
async function tryRead(
  builder: DatasetBuilder,
  path: string,
  oneOfMany: boolean,
  signal: AbortSignal,
): Promise<LabelmeFile | null> {
  try {
    return await readJson(path, file, signal)
  } catch (error) {
    if (!oneOfMany || !(error instanceof Failure)) throw error
    builder.report(null, `${path}: ${error.message}`)
    return null
  }
}

function addFile(builder: DatasetBuilder, data: LabelmeFile, name: string, wanted: Wanted): void {
  const image = builder.addImage(pictureOf(data.imagePath, name), null)
  if (image === null) return
  for (const [label, value] of Object.entries(data.flags ?? {})) {
    if (typeof value !== 'boolean') continue
    const index = builder.addClass(label, null)
    if (index !== null) builder.setLabel(image, index, value ? 'present' : 'absent')
  }
  const objects = new Map<string, Shape[]>()
  for (const [i, one] of data.shapes.entries()) {
    const own = one.group_id == null ? `shape ${i}` : `group ${one.group_id} ${one.label}`
    const others = objects.get(own)
    if (others) others.push(one)
    else objects.set(own, [one])
  }
  for (const [where, shapes] of objects)
    addObject(builder, image, data, name, where, shapes, wanted)
}

/** The picture's path in the folder that is read; only its name where that leads outside. */
function pictureOf(imagePath: string, jsonName: string): string {
  const path = slashed(imagePath)
  const inside = posix.normalize(posix.join(posix.dirname(jsonName), path))
  return inside.startsWith('../') || posix.isAbsolute(path) || /^[a-z]:/i.test(path)
    ? posix.join(posix.dirname(jsonName), posix.basename(path))
    : inside
}

function addObject(
  builder: DatasetBuilder,
  image: ImportedImage,
  data: LabelmeFile,
  name: string,
  where: string,
  shapes: readonly Shape[],
  wanted: Wanted,
): void {
  const [first] = shapes
  if (!first) return
  const index = builder.addClass(first.label, null)
  if (index === null) return
  const isProposed = first.flags?.['proposed'] === true
  const [width, height] = [data.imageWidth ?? 0, data.imageHeight ?? 0]
  if (!isProposed) builder.setLabel(image, index, 'present', pointOf(first, width, height))
  const drawn = shapes.filter(hasArea)
  if (!wanted.masks || drawn.length === 0) return
  const state = isProposed ? 'proposed' : 'kept'
  builder.addSegment(image, { class: index, state, where: `${name}, ${where}` }, () => {
    if (width === 0 || height === 0) throw new RangeError('The size of the picture is not told.')
    return mergeRles(
      drawn.map((one) => drawShape(one, width, height)),
      'union',
    )
  })
}

function hasArea({ shape_type }: Shape): boolean {
  return shape_type == null || shape_type === 'polygon' || shape_type === 'mask'
}

function pointOf({ shape_type, points }: Shape, width: number, height: number) {
  const [at] = points
  if (shape_type !== 'point' || !at || width === 0 || height === 0) return null
  const point = { x: at[0] / width, y: at[1] / height }
  return Object.values(point).every((part) => part >= 0 && part <= 1) ? point : null
}

function drawShape({ points, mask, shape_type }: Shape, width: number, height: number): Rle {
  if (shape_type === 'mask') return drawCrop(mask ?? '', points, width, height)
  return drawRings([points.map(([x, y]) => ({ x, y }))], width, height)
}

/** A PNG of the part between two corners of the picture, the second one included. */
function drawCrop(
  text: string,
  points: readonly [number, number][],
  width: number,
  height: number,
): Rle {
  const png = readLabelPng(Buffer.from(text, 'base64'))
  const [corner, opposite] = points
  if (!corner || !opposite) throw new RangeError('A mask needs two corners.')
  const [left, top] = [Math.trunc(corner[0]), Math.trunc(corner[1])]
  const size = [Math.trunc(opposite[0]) - left + 1, Math.trunc(opposite[1]) - top + 1]
  if (png.width !== size[0] || png.height !== size[1]) {
    throw new RangeError(
      `The mask is ${png.width} x ${png.height}, but its corners are ${size.join(' x ')} apart.`,
    )
  }
  const pixels = 'values' in png ? png.values : png.colours
  checkSize(width, height)
  const data = new Uint8Array(width * height)
  for (const [i, value] of pixels.entries()) {
    const x = left + (i % png.width)
    const y = top + Math.floor(i / png.width)
    if (value !== 0 && x >= 0 && y >= 0 && x < width && y < height) data[y * width + x] = 1
  }
  return encodeRle({ width, height, data })
}

const slashed = (path: string): string => path.replaceAll('\\', '/').split(sep).join('/')
