import { decodeRle } from '../../kernel/mask/rle'
import { packBrush } from '../masks/brush-rle'
import { escapeXml } from './escape-xml'
import {
  classNames,
  type DatasetFormat,
  type ExportRow,
  type ExportSegment,
  type ExportSource,
} from './export-source'
import { lostMasks, onPicture } from './masks-of'

/** Tasks with brushes and choices, and the labelling interface that they fit. */
export const labelStudioFormat: DatasetFormat = {
  info: {
    id: 'label-studio',
    title: 'Label Studio',
    purpose: 'Tasks for Label Studio, segments as brushes, with the labelling interface to paste.',
    keeps: [
      'every pixel of a segment; proposed ones as predictions',
      'present, absent and undecided labels as choices; what is not listed is unknown',
      'pictures without any label, and picture sizes where there is a segment',
    ],
    loses: ['class ids, points', 'how and when labels were decided', 'segments without a class'],
    kind: 'dataset',
    masks: true,
    keepsUnknown: true,
    obstacle: null,
  },
  files: (source) => [
    { name: 'label-studio.json', content: tasks(source) },
    { name: 'label-studio.xml', content: [labellingInterface(source)] },
  ],
  lost: (counts) => lostMasks(counts, { labels: true, decisions: true, ending: true }),
}

async function* tasks(source: ExportSource): AsyncGenerator<string> {
  const names = classNames(source)
  let separator = '[\n'
  for await (const row of source.rows()) {
    yield separator + JSON.stringify(toTask(row, names))
    separator = ',\n'
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n'
}

function toTask(row: ExportRow, names: ReadonlyMap<number, string>): object {
  const { image, segments = [] } = row
  const regions = (state: ExportSegment['state']): object[] =>
    segments
      .filter((segment) => segment.state === state)
      .map((segment) => toRegion(row, segment, names.get(segment.class) ?? ''))
  const proposed = regions('proposed')
  return {
    id: image.id,
    data: { image: encodeURI(image.path) },
    annotations: [{ result: [...regions('kept'), ...toChoices(row, names)] }],
    predictions: proposed.length === 0 ? [] : [{ result: proposed }],
  }
}

function toRegion({ image }: ExportRow, segment: ExportSegment, label: string): object {
  const bytes = packBrush(decodeRle(onPicture(segment, image)))
  return {
    id: `segment-${segment.id}`,
    type: 'brushlabels',
    from_name: 'segments',
    to_name: 'image',
    original_width: image.width,
    original_height: image.height,
    image_rotation: 0,
    value: { format: 'rle', rle: [...bytes], brushlabels: [label] },
  }
}

const states = ['present', 'absent', 'undecided'] as const

function toChoices({ labels }: ExportRow, names: ReadonlyMap<number, string>): object[] {
  return states.flatMap((state) => {
    const choices = labels.flatMap((label) =>
      label.state === state ? [names.get(label.class) ?? ''] : [],
    )
    const common = { id: state, type: 'choices', from_name: state, to_name: 'image' }
    return choices.length === 0 ? [] : [{ ...common, value: { choices } }]
  })
}

function labellingInterface({ classes }: ExportSource): string {
  const each = (tag: string): string =>
    classes.map(({ name }) => `    <${tag} value="${escapeXml(name)}"/>\n`).join('')
  const choices = states.map(
    (state) =>
      `  <Choices name="${state}" toName="image" choice="multiple">\n${each('Choice')}  </Choices>\n`,
  )
  return [
    '<View>\n  <Image name="image" value="$image"/>\n',
    `  <BrushLabels name="segments" toName="image">\n${each('Label')}  </BrushLabels>\n`,
    ...choices,
    '</View>\n',
  ].join('')
}
