import { decodeRle, rleBox, type MaskBox } from '../../kernel/mask/rle'
import type { Bitmap, Rle } from '../../kernel/mask/bitmap'
import { polygonsOf } from '../../kernel/mask/trace'
import { writeGreyPng } from '../masks/label-png'
import {
  classNames,
  type DatasetFormat,
  type ExportFile,
  type ExportRow,
  type ExportSegment,
  type ExportSource,
} from './export-source'
import { lostMasks, onPicture } from './masks-of'
import { lastName, withoutEnding } from './picture-names'

/** One JSON a picture, to lie beside it, for labelme and X-AnyLabeling. */
export const labelmeFormat: DatasetFormat = {
  info: {
    id: 'labelme',
    title: 'labelme',
    purpose:
      'One JSON file a picture, for labelme and X-AnyLabeling: copy them beside the pictures.',
    keeps: [
      'every pixel of a segment: a polygon where one is enough, a mask where it has holes or parts',
      'proposed segments, with a flag that says so',
      'present and absent labels, as flags of the picture',
      'pictures without any label, and picture sizes',
    ],
    loses: [
      'undecided labels, class ids, points',
      'how and when labels were decided',
      'segments without a class',
    ],
    kind: 'dataset',
    masks: true,
    keepsUnknown: true,
    obstacle: null,
  },
  files,
  lost: (counts) => [
    ...(counts.undecided > 0 ? [`${counts.undecided} undecided labels are left out.`] : []),
    ...lostMasks(counts, { labels: true, decisions: true }),
  ],
}

async function* files(source: ExportSource): AsyncGenerator<ExportFile> {
  const names = classNames(source)
  for await (const row of source.rows()) {
    const name = `${withoutEnding(row.image.path)}.json`
    yield { name, content: [`${JSON.stringify(toFile(row, names), null, 1)}\n`] }
  }
}

function toFile(row: ExportRow, names: ReadonlyMap<number, string>): object {
  const { image, labels, segments = [] } = row
  const flags = labels.flatMap(({ class: id, state }) =>
    state === 'undecided' ? [] : [[names.get(id) ?? '', state === 'present'] as const],
  )
  return {
    version: '5.5.0',
    flags: Object.fromEntries(flags),
    shapes: segments.map((segment) => toShape(row, segment, names.get(segment.class) ?? '')),
    imagePath: lastName(image.path),
    imageData: null,
    imageHeight: image.height,
    imageWidth: image.width,
  }
}

function toShape({ image }: ExportRow, segment: ExportSegment, label: string): object {
  const common = {
    label,
    group_id: null,
    description: '',
    flags: segment.state === 'proposed' ? { proposed: true } : {},
  }
  const mask = onPicture(segment, image)
  const bitmap = decodeRle(mask)
  const [only, ...others] = polygonsOf(bitmap)
  if (only && others.length === 0 && only.holes.length === 0) {
    const points = only.outer.map(({ x, y }) => [x, y])
    return { ...common, points, shape_type: 'polygon', mask: null }
  }
  return { ...common, ...toCrop(bitmap, boxOf(mask)), shape_type: 'mask' }
}

function boxOf(mask: Rle): MaskBox {
  return rleBox(mask) ?? { x0: 0, y0: 0, x1: 1, y1: 1 }
}

/** The part of the picture that bounds the mask, both corners included. */
function toCrop(bitmap: Bitmap, { x0, y0, x1, y1 }: MaskBox): object {
  const [width, height] = [x1 - x0, y1 - y0]
  const values = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const row = (y0 + y) * bitmap.width + x0
    values.set(bitmap.data.subarray(row, row + width), y * width)
  }
  const png = Buffer.from(writeGreyPng({ width, height, values })).toString('base64')
  return {
    points: [
      [x0, y0],
      [x1 - 1, y1 - 1],
    ],
    mask: png,
  }
}
