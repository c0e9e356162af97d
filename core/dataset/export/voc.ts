import { Failure } from '../../contract/failures'
import { decodeRle } from '../../kernel/mask/rle'
import { writeIndexedPng } from '../masks/label-png'
import { vocPalette, vocVoid } from '../masks/voc-palette'
import type { DatasetFormat, ExportFile, ExportRow, ExportSource } from './export-source'
import { inPaintOrder, lostMasks, onPicture } from './masks-of'
import { withoutEnding } from './picture-names'

/** 0 is background and 255 is void. */
const most = vocVoid - 1

/** VOC's label pictures: one of classes and one of objects for each picture. */
export const vocFormat: DatasetFormat = {
  info: {
    id: 'voc-masks',
    title: 'PASCAL VOC segmentation',
    purpose:
      'Indexed PNGs of classes and of objects in the colours of PASCAL VOC, and labelmap.txt.',
    keeps: [
      'every pixel of a segment that no smaller one covers',
      'which pixels belong to one object, for up to 254 in a picture',
      'the class list, for up to 254 classes',
    ],
    loses: [
      'what lies below where segments overlap; smaller ones are on top',
      'pictures without a segment, labels without one',
      'absent, undecided and unknown labels',
      'class ids, points, how and when anything was decided',
      'that a segment is only proposed',
    ],
    kind: 'dataset',
    masks: true,
    keepsUnknown: false,
    obstacle: null,
  },
  files,
  lost: (counts) => lostMasks(counts, {}),
}

async function* files(source: ExportSource): AsyncGenerator<ExportFile> {
  if (source.classes.length > most) {
    const count = source.classes.length
    throw new Failure('BAD_REQUEST', `VOC has room for ${most} classes, and there are ${count}.`, {
      advice: 'Choose a COCO format.',
    })
  }
  const index = new Map(source.classes.map(({ id }, i) => [id, i + 1]))
  yield { name: 'labelmap.txt', content: labelMap(source) }
  yield { name: 'ImageSets/Segmentation/train.txt', content: list(source) }
  for await (const row of source.rows()) {
    if (!row.segments?.length) continue
    const { classes, objects } = paint(row, index)
    const { width, height } = row.image
    const name = `${withoutEnding(row.image.path)}.png`
    const png = (values: Uint8Array) => [writeIndexedPng({ width, height, values })]
    yield { name: `SegmentationClass/${name}`, content: png(classes) }
    yield { name: `SegmentationObject/${name}`, content: png(objects) }
  }
}

/** As CVAT and Datumaro write it: name, colour, parts, actions. */
function* labelMap({ classes }: ExportSource): Generator<string> {
  yield '# label:color_rgb:parts:actions\nbackground:0,0,0::\n'
  for (const [i, { name }] of classes.entries()) {
    yield `${name}:${(vocPalette[i + 1] ?? []).join(',')}::\n`
  }
}

async function* list(source: ExportSource): AsyncGenerator<string> {
  for await (const { image, segments = [] } of source.rows()) {
    if (segments.length > 0) yield `${withoutEnding(image.path)}\n`
  }
}

function paint(row: ExportRow, index: ReadonlyMap<number, number>) {
  const { width, height } = row.image
  const classes = new Uint8Array(width * height)
  const objects = new Uint8Array(width * height)
  for (const [number, segment] of inPaintOrder(row).entries()) {
    const { data } = decodeRle(onPicture(segment, row.image))
    const own = index.get(segment.class) ?? 0
    for (let i = 0; i < data.length; i++) {
      if (!data[i]) continue
      classes[i] = own
      objects[i] = Math.min(number + 1, vocVoid)
    }
  }
  return { classes, objects }
}
