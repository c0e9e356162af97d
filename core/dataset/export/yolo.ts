import { decodeRle } from '../../kernel/mask/rle'
import { polygonsOf } from '../../kernel/mask/trace'
import { joinRings } from '../masks/join-rings'
import type {
  DatasetFormat,
  ExportFile,
  ExportRow,
  ExportSegment,
  ExportSource,
} from './export-source'
import { lostMasks, onPicture } from './masks-of'
import { withoutEnding } from './picture-names'

/** Fine enough to find the same pixel edge again in any picture that can be read. */
const digits = 8

/** A text file a picture and a polygon a line, for Ultralytics and its kin. */
export const yoloFormat: DatasetFormat = {
  info: {
    id: 'yolo-seg',
    title: 'YOLO segmentation',
    purpose: 'For training YOLO: a text file a picture; put the pictures beside it as images.',
    keeps: [
      'every pixel of a segment, holes and parts joined by a line of no width',
      'the class list, in data.yaml',
    ],
    loses: [
      'pictures without a segment, labels without one',
      'absent, undecided and unknown labels: what has no segment counts as background',
      'class ids, picture sizes, points, how and when anything was decided',
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
  const index = new Map(source.classes.map(({ id }, i) => [id, i]))
  yield { name: 'data.yaml', content: [describe(source)] }
  yield { name: 'train.txt', content: pictures(source) }
  for await (const row of source.rows()) {
    const { segments = [], image } = row
    if (segments.length === 0) continue
    const lines = segments.map((segment) => toLine(row, segment, index.get(segment.class) ?? 0))
    yield { name: `labels/${withoutEnding(image.path)}.txt`, content: lines }
  }
}

function describe({ classes }: ExportSource): string {
  // What JSON writes in quotes is the same in YAML.
  const names = classes.map(({ name }, i) => `  ${i}: ${JSON.stringify(name)}\n`)
  return `path: .\ntrain: train.txt\nval: train.txt\nnames:${names.length > 0 ? '' : ' {}'}\n${names.join('')}`
}

async function* pictures(source: ExportSource): AsyncGenerator<string> {
  for await (const { image, segments = [] } of source.rows()) {
    if (segments.length > 0) yield `./images/${image.path}\n`
  }
}

function toLine({ image }: ExportRow, segment: ExportSegment, index: number): string {
  const polygons = polygonsOf(decodeRle(onPicture(segment, image)))
  const ring = joinRings(polygons.flatMap(({ outer, holes }) => [outer, ...holes]))
  const numbers = ring.flatMap(({ x, y }) => [x / image.width, y / image.height])
  return `${[index, ...numbers.map((part) => Number(part.toFixed(digits)))].join(' ')}\n`
}
