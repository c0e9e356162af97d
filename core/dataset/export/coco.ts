import type { LabelState } from '../../contract/labels'
import { rleArea, rleBox } from '../../kernel/mask/rle'
import type {
  DatasetFormat,
  ExportCounts,
  ExportRow,
  ExportSegment,
  ExportSource,
} from './export-source'
import { lostMasks, onPicture, presentWithoutMask, ringsOf } from './masks-of'

type Shape = 'boxes' | 'polygons' | 'runs'

const keptOfLabels = [
  'absent labels as neg_category_ids, undecided ones as undecided_category_ids; the rest is unknown',
  'pictures without any label, and picture sizes',
  'class ids, which stay the same in every export',
]

/** COCO for whole images, with LVIS's lists for what is not known. */
export const cocoFormat: DatasetFormat = {
  info: {
    id: 'coco',
    title: 'COCO',
    purpose:
      'For training code that reads COCO or LVIS; each label is a box as large as its picture.',
    keeps: [
      'present labels as annotations, and how and when each was decided',
      ...keptOfLabels,
      'the clicked point, as an attribute',
    ],
    loses: ['how and when absent and undecided labels were decided', 'segments'],
    kind: 'dataset',
    masks: false,
    keepsUnknown: true,
    obstacle: null,
  },
  files: (source) => [{ name: 'instances.json', content: document(source, 'boxes') }],
  lost: (counts) => [...lostDecisions(counts), ...lostSegments(counts)],
}

const maskedInfo = {
  loses: ['segments without a class', 'how absent and undecided labels were decided'],
  kind: 'dataset' as const,
  masks: true,
  keepsUnknown: true,
  obstacle: null,
}
const keptOfMasks = [
  'segments with class, box and area; proposed ones with that state as an attribute',
  'present labels without a segment as boxes as large as their picture',
  ...keptOfLabels,
]

/** COCO with masks as lines around them, which every trainer reads. */
export const cocoPolygonsFormat: DatasetFormat = {
  info: {
    id: 'coco-polygons',
    title: 'COCO, segments as polygons',
    purpose: 'For training code that reads COCO instances; segments follow the edges of pixels.',
    keeps: ['every pixel of a segment, its holes and parts too', ...keptOfMasks],
    ...maskedInfo,
  },
  files: (source) => [{ name: 'instances.json', content: document(source, 'polygons') }],
  lost: (counts) => [
    ...lostDecisions(counts),
    ...lostMasks(counts, { labels: true, decisions: true, ending: true }),
  ],
}

/** COCO with masks as packed run lengths: smaller, and what pycocotools works on. */
export const cocoRunsFormat: DatasetFormat = {
  info: {
    id: 'coco-rle',
    title: 'COCO, segments as run lengths',
    purpose: 'For pycocotools and what is made with it: small files, exact masks.',
    keeps: ['every pixel of a segment', ...keptOfMasks],
    ...maskedInfo,
  },
  files: (source) => [{ name: 'instances.json', content: document(source, 'runs') }],
  lost: cocoPolygonsFormat.lost,
}

async function* document(source: ExportSource, shape: Shape): AsyncGenerator<string> {
  const info = { description: `${source.name}: labels of whole pictures, exported by Singlet` }
  const categories = source.classes.map(({ id, name }) => ({ id, name }))
  yield `{"info": ${JSON.stringify(info)},\n"categories": ${JSON.stringify(categories)},\n"images": [`
  yield* list(source, (row) => [toImage(row)])
  yield '],\n"annotations": ['
  let next = 1
  yield* list(source, (row) => {
    const objects = shape === 'boxes' ? [] : toObjects(row, shape)
    const whole = shape === 'boxes' ? null : new Set(presentWithoutMask(row))
    const annotations = [...objects, ...toBoxes(row, whole)]
    return annotations.map((annotation) => ({ id: next++, ...annotation }))
  })
  yield ']}\n'
}

async function* list(
  source: ExportSource,
  toItems: (row: ExportRow) => object[],
): AsyncGenerator<string> {
  let separator = '\n'
  for await (const row of source.rows()) {
    const items = toItems(row)
    if (items.length === 0) continue
    yield separator + items.map((item) => JSON.stringify(item)).join(',\n')
    separator = ',\n'
  }
}

/** `not_exhaustive`, since one label says that a class is there, not how often. */
function toImage({ image, labels }: ExportRow) {
  const inState = (state: LabelState): number[] =>
    labels.filter((label) => label.state === state).map((label) => label.class)
  return {
    id: image.id,
    file_name: image.path,
    width: image.width,
    height: image.height,
    neg_category_ids: inState('absent'),
    not_exhaustive_category_ids: inState('present'),
    undecided_category_ids: inState('undecided'),
  }
}

/** Of these classes, or of all where none are given. */
function toBoxes({ image, labels }: ExportRow, classes: ReadonlySet<number> | null): object[] {
  const { width, height } = image
  return labels
    .filter((label) => label.state === 'present' && (classes === null || classes.has(label.class)))
    .map(({ class: id, kind, at, point }) => ({
      image_id: image.id,
      category_id: id,
      bbox: [0, 0, width, height],
      area: width * height,
      segmentation: [],
      iscrowd: 0,
      attributes: { kind, at: new Date(at).toISOString(), point },
    }))
}

function toObjects(row: ExportRow, shape: Shape): object[] {
  return (row.segments ?? []).map((segment) => toObject(row, segment, shape))
}

function toObject({ image }: ExportRow, segment: ExportSegment, shape: Shape): object {
  const mask = onPicture(segment, image)
  const { x0, y0, x1, y1 } = rleBox(mask) ?? { x0: 0, y0: 0, x1: 0, y1: 0 }
  return {
    image_id: image.id,
    category_id: segment.class,
    bbox: [x0, y0, x1 - x0, y1 - y0],
    area: rleArea(mask),
    segmentation:
      shape === 'runs'
        ? { size: [mask.height, mask.width], counts: mask.counts }
        : ringsOf(mask).map((ring) => ring.flatMap(({ x, y }) => [x, y])),
    iscrowd: 0,
    attributes: { state: segment.state },
  }
}

function lostDecisions({ absent, undecided }: ExportCounts): string[] {
  const count = absent + undecided
  return count === 0 ? [] : [`How and when ${count} absent or undecided labels were decided.`]
}

function lostSegments({ segments }: ExportCounts): string[] {
  return segments === 0 ? [] : [`${segments} segments; COCO with polygons or run lengths has them.`]
}
