import type { Rle } from '../../kernel/mask/bitmap'
import { decodeRle, rleBox } from '../../kernel/mask/rle'
import { escapeXml } from './escape-xml'
import { classNames, type DatasetFormat, type ExportRow, type ExportSource } from './export-source'
import { lostMasks, onPicture, presentWithoutMask } from './masks-of'

/** CVAT's XML "for images" 1.1. */
export const cvatFormat: DatasetFormat = {
  info: {
    id: 'cvat',
    title: 'CVAT for images',
    purpose: 'XML for CVAT: segments as masks, labels without one as tags of their picture.',
    keeps: [
      'every pixel of a segment',
      'present labels without a segment, as tags',
      'pictures without any label, and picture sizes',
      'the class list',
    ],
    loses: [
      'absent and undecided labels',
      'that a segment is only proposed',
      'class ids, points, how and when labels were decided',
      'segments without a class',
    ],
    kind: 'dataset',
    masks: true,
    keepsUnknown: true,
    obstacle: null,
  },
  files: (source) => [{ name: 'annotations.xml', content: document(source) }],
  lost: (counts) => lostMasks(counts, { labels: true, ending: true }),
}

async function* document(source: ExportSource): AsyncGenerator<string> {
  const names = classNames(source)
  const labels = source.classes.map(
    ({ name }) => `<label><name>${escapeXml(name)}</name></label>\n`,
  )
  yield '<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n<version>1.1</version>\n'
  yield `<meta><task><name>${escapeXml(source.name)}</name><labels>\n`
  yield* labels
  yield '</labels></task></meta>\n'
  for await (const row of source.rows()) yield toImage(row, names)
  yield '</annotations>\n'
}

function toImage(row: ExportRow, names: ReadonlyMap<number, string>): string {
  const { image, segments = [] } = row
  const label = (id: number): string => `label="${escapeXml(names.get(id) ?? '')}"`
  const tags = presentWithoutMask(row).map((id) => `  <tag ${label(id)} source="manual"></tag>\n`)
  const masks = segments.map((segment) => {
    const source = segment.state === 'kept' ? 'manual' : 'auto'
    const crop = toCrop(onPicture(segment, image))
    return `  <mask ${label(segment.class)} source="${source}" occluded="0" ${crop} z_order="0"></mask>\n`
  })
  const size = `width="${image.width}" height="${image.height}"`
  const open = `<image id="${image.id}" name="${escapeXml(image.path)}" ${size}>\n`
  return [open, ...tags, ...masks, '</image>\n'].join('')
}

/** Run lengths row by row within what bounds the mask, outside first. */
function toCrop(mask: Rle): string {
  const { x0, y0, x1, y1 } = rleBox(mask) ?? { x0: 0, y0: 0, x1: 1, y1: 1 }
  const { data } = decodeRle(mask)
  const runs = [0]
  let last = 0
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const inside = data[y * mask.width + x] ?? 0
      if (inside === last) runs.push((runs.pop() ?? 0) + 1)
      else runs.push(1)
      last = inside
    }
  }
  const place = `left="${x0}" top="${y0}" width="${x1 - x0}" height="${y1 - y0}"`
  return `rle="${runs.join(', ')}" ${place}`
}
