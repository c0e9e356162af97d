import { dirname } from 'node:path'
import { emptyBitmap, type Rle } from '../../kernel/mask/bitmap'
import { checkSize } from '../../kernel/mask/runs'
import { encodeRle } from '../../kernel/mask/rle'
import type { Ring } from '../../kernel/mask/geometry'
import { drawRings } from '../masks/draw-rings'
import { DatasetBuilder } from './dataset-builder'
import { locateImageRoot } from './image-root'
import { type ImportedDataset, type ImportedImage, invalid, type Wanted } from './imported-dataset'
import { readXml } from './read-xml'

type Attributes = Readonly<Record<string, string>>

/** Whether a text is CVAT's XML, from its first part. */
export function looksLikeCvat(head: string): boolean {
  return /<annotations[\s>]/.test(head) && !/<annotation[\s>]/.test(head)
}

/**
 * Reads CVAT's XML "for images" 1.1: tags, masks, polygons (those of one label and group together),
 * and the labels of all other shapes. Tracks of videos are refused.
 */
export async function readCvat(
  path: string,
  signal: AbortSignal,
  wanted: Wanted = { masks: false },
): Promise<ImportedDataset> {
  const builder = new DatasetBuilder()
  const reader = new CvatReader(path, builder, wanted)
  await readXml(path, reader, signal)
  if (!reader.isCvat) throw invalid(path, 'It has no <annotations>, as CVAT writes them.')
  const root = await locateImageRoot(path, reader.files)
  return builder.build(root === '' ? dirname(path) : root, false)
}

interface OpenImage {
  readonly image: ImportedImage
  readonly width: number
  readonly height: number
  /** Rings of one object, by what holds them together. */
  readonly polygons: Map<string, { class: number; where: string; rings: Ring[] }>
}

class CvatReader {
  readonly files: string[] = []
  isCvat = false
  readonly #path: string
  readonly #builder: DatasetBuilder
  readonly #wanted: Wanted
  #image: OpenImage | null = null
  readonly #open: string[] = []

  constructor(path: string, builder: DatasetBuilder, wanted: Wanted) {
    this.#path = path
    this.#builder = builder
    this.#wanted = wanted
  }

  open(name: string, attributes: Attributes, line: number): void {
    if (name === 'annotations') this.isCvat = true
    if (name === 'track') throw invalid(this.#path, 'Tracks of videos are not read.', line)
    this.#open.push(name)
    if (name === 'image') this.#openImage(attributes, line)
    else if (this.#image !== null && attributes['label'] !== undefined) {
      this.#shape(this.#image, name, attributes, line)
    }
  }

  close(name: string, text: string): void {
    this.#open.pop()
    // Only the name of a label is a class: tasks and attributes have names too.
    const isClass = name === 'name' && this.#open.at(-1) === 'label' && text.trim() !== ''
    if (isClass) this.#builder.addClass(text, null)
    if (name === 'image') this.#closeImage()
  }

  #openImage(attributes: Attributes, line: number): void {
    const file = (attributes['name'] ?? '').replaceAll('\\', '/')
    const image = this.#builder.addImage(file, line)
    if (image === null) return
    this.files.push(file)
    const [width, height] = [Number(attributes['width']), Number(attributes['height'])]
    this.#image = { image, width, height, polygons: new Map() }
  }

  #shape(open: OpenImage, kind: string, attributes: Attributes, line: number): void {
    const index = this.#builder.addClass(attributes['label'] ?? '', line)
    if (index === null) return
    const point = kind === 'points' ? pointOf(attributes, open) : null
    this.#builder.setLabel(open.image, index, 'present', point)
    if (!this.#wanted.masks) return
    const where = `Line ${line}`
    if (kind === 'mask') {
      this.#builder.addSegment(open.image, { class: index, state: 'kept', where }, () =>
        drawCrop(attributes, open.width, open.height),
      )
    }
    if (kind === 'polygon') this.#polygon(open, { class: index, where }, attributes)
  }

  #polygon(
    { polygons }: OpenImage,
    segment: { class: number; where: string },
    attributes: Attributes,
  ): void {
    const group = Number(attributes['group_id'] ?? 0)
    const own = group > 0 ? `${group} ${segment.class}` : `alone ${polygons.size}`
    const ring = cornersOf(attributes['points'] ?? '')
    const others = polygons.get(own)
    if (others) others.rings.push(ring)
    else polygons.set(own, { ...segment, rings: [ring] })
  }

  #closeImage(): void {
    if (this.#image === null) return
    const { image, width, height, polygons } = this.#image
    for (const { rings, ...segment } of polygons.values()) {
      this.#builder.addSegment(image, { ...segment, state: 'kept' }, () =>
        drawRings(rings, width, height),
      )
    }
    this.#image = null
  }
}

/** `12.5,7;13,8;…`; what is no number is told when the ring is drawn. */
function cornersOf(text: string): Ring {
  return text.split(';').map((pair) => {
    const [x = '', y = ''] = pair.split(',')
    return { x: numberOf(x), y: numberOf(y) }
  })
}

const numberOf = (text: string): number => (text.trim() === '' ? NaN : Number(text))

function pointOf(attributes: Attributes, { width, height }: OpenImage) {
  const [first] = cornersOf(attributes['points'] ?? '')
  const point = { x: (first?.x ?? NaN) / width, y: (first?.y ?? NaN) / height }
  return Object.values(point).every((part) => part >= 0 && part <= 1) ? point : null
}

/** Run lengths row by row within a rectangle of the picture, outside first. */
function drawCrop(attributes: Attributes, imageWidth: number, imageHeight: number): Rle {
  const side = (name: string): number => Number(attributes[name])
  const [left, top, width, height] = [side('left'), side('top'), side('width'), side('height')]
  checkSize(imageWidth, imageHeight)
  checkSize(width, height)
  const runs = (attributes['rle'] ?? '').split(',').map(numberOf)
  const total = runs.reduce((sum, run) => sum + run, 0)
  if (total !== width * height || runs.some((run) => !Number.isInteger(run) || run < 0)) {
    throw new RangeError(
      `The runs are ${total} pixels in all, but ${width} x ${height} are ${width * height}.`,
    )
  }
  if (!(left >= 0 && top >= 0 && left + width <= imageWidth && top + height <= imageHeight)) {
    throw new RangeError('The mask reaches out of the picture.')
  }
  const bitmap = emptyBitmap(imageWidth, imageHeight)
  let at = 0
  for (const [i, run] of runs.entries()) {
    for (const end = at + run; at < end; at++) {
      const row = top + Math.floor(at / width)
      if (i % 2 === 1) bitmap.data[row * imageWidth + left + (at % width)] = 1
    }
  }
  return encodeRle(bitmap)
}
