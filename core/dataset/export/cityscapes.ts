import { Failure } from '../../contract/failures'
import { decodeRle } from '../../kernel/mask/rle'
import { CITYSCAPES_CLASSES } from '../import/layouts/known-classes'
import {
  cityscapesNotes,
  firstOwnId,
  idsWithObjects,
  largestId,
  perClass,
} from '../masks/cityscapes-ids'
import { writeGreyPng } from '../masks/label-png'
import type {
  DatasetFormat,
  ExportFile,
  ExportImage,
  ExportRow,
  ExportSource,
} from './export-source'
import { inPaintOrder, lostMasks, onPicture } from './masks-of'
import { lastName, withoutEnding } from './picture-names'

/** Label pictures as Cityscapes has them: ids of classes in 8 bits, of objects in 16. */
export const cityscapesFormat: DatasetFormat = {
  info: {
    id: 'cityscapes',
    title: 'Cityscapes',
    purpose:
      'labelIds and instanceIds PNGs as Cityscapes lays them out, for its scripts and trainers.',
    keeps: [
      'every pixel of a segment that no smaller one covers',
      'which pixels belong to one object, up to 999 of a class in a picture',
      'the ids that Cityscapes gives its own classes; others are numbered from 35 to 64',
    ],
    loses: [
      'what lies below where segments overlap; smaller ones are on top',
      'where one segment ends and the next begins in classes like road and sky',
      'pictures without a segment, labels without one',
      'absent, undecided and unknown labels',
      'points, how and when anything was decided, that a segment is only proposed',
    ],
    kind: 'dataset',
    masks: true,
    keepsUnknown: false,
    obstacle: null,
  },
  files,
  lost: (counts) => lostMasks(counts, { ending: true }),
}

async function* files(source: ExportSource): AsyncGenerator<ExportFile> {
  const ids = idsOf(source)
  yield { name: cityscapesNotes, content: notes(source, ids) }
  for await (const row of source.rows()) {
    if (!row.segments?.length) continue
    const { labels, objects } = paint(row, ids)
    const { width, height } = row.image
    const name = `gtFine/${baseOf(row.image)}_gtFine`
    const png = (values: Uint8Array | Uint16Array) => [writeGreyPng({ width, height, values })]
    yield { name: `${name}_labelIds.png`, content: png(labels) }
    yield { name: `${name}_instanceIds.png`, content: png(objects) }
  }
}

function idsOf({ classes }: ExportSource): Map<number, number> {
  let next = firstOwnId
  const known = new Map(CITYSCAPES_CLASSES.map((name, id) => [name, id]))
  const ids = new Map(
    classes.map(({ id, name }) => [id, known.get(name.toLowerCase()) ?? next++] as const),
  )
  if (next <= largestId + 1) return ids
  throw new Failure(
    'BAD_REQUEST',
    `Cityscapes has room for ${largestId - firstOwnId + 1} classes beside its own.`,
    { advice: 'Choose a COCO format.' },
  )
}

async function* notes(source: ExportSource, ids: Map<number, number>): AsyncGenerator<string> {
  const classes = source.classes.map(({ id, name }) => [String(ids.get(id)), name] as const)
  yield `{"classes": ${JSON.stringify(Object.fromEntries(classes))},\n"pictures": {`
  let separator = '\n'
  for await (const { image, segments = [] } of source.rows()) {
    if (segments.length === 0) continue
    yield `${separator}${JSON.stringify(baseOf(image))}: ${JSON.stringify(image.path)}`
    separator = ',\n'
  }
  yield '}}\n'
}

/** Pictures of Cityscapes keep their names; others get their own number before theirs. */
function baseOf({ id, path }: ExportImage): string {
  const known = /^(?:.*\/)?((?:train|val|test)\/[^/]+\/[^/]+)_leftImg8bit\.[^.]+$/.exec(path)?.[1]
  return known ?? `train/pictures/${id}_${withoutEnding(lastName(path))}`
}

function paint(row: ExportRow, ids: ReadonlyMap<number, number>) {
  const { width, height } = row.image
  const labels = new Uint8Array(width * height)
  const objects = new Uint16Array(width * height)
  const counts = new Map<number, number>()
  for (const segment of inPaintOrder(row)) {
    const { data } = decodeRle(onPicture(segment, row.image))
    const id = ids.get(segment.class) ?? 0
    const number = counts.get(id) ?? 0
    counts.set(id, number + 1)
    const hasObjects = (id >= firstOwnId || idsWithObjects.has(id)) && number < perClass
    const value = hasObjects ? id * perClass + number : id
    for (let i = 0; i < data.length; i++) {
      if (!data[i]) continue
      labels[i] = id
      objects[i] = value
    }
  }
  return { labels, objects }
}
