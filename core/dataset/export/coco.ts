import type { LabelState } from '../../contract/labels'
import type { DatasetFormat, ExportCounts, ExportRow, ExportSource } from './export-source'

/** COCO for whole images, with LVIS's lists for what is not known. */
export const cocoFormat: DatasetFormat = {
  info: {
    id: 'coco',
    title: 'COCO',
    purpose:
      'For training code that reads COCO or LVIS; each label is a box as large as its picture.',
    keeps: [
      'present labels as annotations, and how and when each was decided',
      'absent labels as neg_category_ids, undecided ones as undecided_category_ids; the rest is unknown',
      'the clicked point, as an attribute',
      'pictures without any label, and picture sizes',
      'class ids, which stay the same in every export',
    ],
    loses: ['how and when absent and undecided labels were decided'],
    kind: 'dataset',
    obstacle: null,
  },
  files: (source) => [{ name: 'instances.json', content: document(source) }],
  lost,
}

async function* document(source: ExportSource): AsyncGenerator<string> {
  const info = { description: `${source.name}: labels of whole pictures, exported by Singlet` }
  const categories = source.classes.map(({ id, name }) => ({ id, name }))
  yield `{"info": ${JSON.stringify(info)},\n"categories": ${JSON.stringify(categories)},\n"images": [`
  yield* list(source, (row) => [toImage(row)])
  yield '],\n"annotations": ['
  let next = 1
  yield* list(source, (row) => {
    const annotations = toAnnotations(row, next)
    next += annotations.length
    return annotations
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

function toAnnotations({ image, labels }: ExportRow, firstId: number) {
  const { width, height } = image
  return labels
    .filter((label) => label.state === 'present')
    .map(({ class: id, kind, at, point }, index) => ({
      id: firstId + index,
      image_id: image.id,
      category_id: id,
      bbox: [0, 0, width, height],
      area: width * height,
      segmentation: [],
      iscrowd: 0,
      attributes: { kind, at: new Date(at).toISOString(), point },
    }))
}

function lost({ absent, undecided }: ExportCounts): string[] {
  const count = absent + undecided
  return count === 0 ? [] : [`How and when ${count} absent or undecided labels were decided.`]
}
