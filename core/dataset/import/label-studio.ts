import { dirname } from 'node:path'
import { z } from 'zod'
import type { LabelState } from '../../contract/labels'
import type { SegmentState } from '../../contract/segments'
import type { Rle } from '../../kernel/mask/bitmap'
import { encodeRle } from '../../kernel/mask/rle'
import { unpackBrush } from '../masks/brush-rle'
import { drawRings } from '../masks/draw-rings'
import { DatasetBuilder } from './dataset-builder'
import type { ImportedDataset, ImportedImage, Wanted } from './imported-dataset'
import { readJson } from './read-json'

const region = z.object({
  id: z.string().nullish(),
  type: z.string(),
  from_name: z.string().nullish(),
  original_width: z.number().nullish(),
  original_height: z.number().nullish(),
  image_rotation: z.number().nullish(),
  value: z.record(z.string(), z.unknown()),
})
type Region = z.infer<typeof region>

const answer = z.object({
  was_cancelled: z.boolean().nullish(),
  result: z.array(region),
})
const tasks = z.array(
  z.object({
    id: z.union([z.number(), z.string()]).nullish(),
    data: z.record(z.string(), z.unknown()),
    annotations: z.array(answer).nullish(),
    predictions: z.array(answer).nullish(),
  }),
)
type Task = z.infer<typeof tasks>[number]

const names = z.array(z.string())
const brush = z.array(z.number().int().min(0).max(255))
const corners = z.array(z.tuple([z.number(), z.number()]))

/** Whether a JSON text is a list of Label Studio's tasks, from its first part. */
export function looksLikeLabelStudio(head: string): boolean {
  return /^\s*\[/.test(head) && /"(annotations|predictions)"\s*:\s*\[/.test(head)
}

/**
 * Reads Label Studio's JSON (not the short form): brushes and polygons become segments, those of
 * predictions proposed ones; every label of a region or choice is present, the choices named `absent`
 * and `undecided` say that.
 */
export async function readLabelStudio(
  path: string,
  signal: AbortSignal,
  wanted: Wanted = { masks: false },
): Promise<ImportedDataset> {
  const builder = new DatasetBuilder()
  for (const [i, task] of (await readJson(path, tasks, signal)).entries()) {
    const image = builder.addImage(pictureOf(task), null)
    if (image === null) continue
    const add = (regions: readonly Region[], state: SegmentState): void => {
      for (const [k, one] of regions.entries()) {
        const where = `Task ${task.id ?? i + 1}, region ${one.id ?? k + 1}`
        addRegion(builder, image, one, { state, where }, wanted)
      }
    }
    for (const { result, was_cancelled } of task.annotations ?? []) {
      if (was_cancelled !== true) add(result, 'kept')
    }
    for (const { result } of task.predictions ?? []) add(result, 'proposed')
  }
  return builder.build(dirname(path), false)
}

/** The first text of a task that names a file; uploads have eight digits and a line before their name. */
function pictureOf({ data }: Task): string {
  const texts = [data['image'], ...Object.values(data)]
  const given = texts.find((text) => typeof text === 'string' && text !== '')
  if (typeof given !== 'string') return ''
  const local = /[?&]d=([^&]*)/.exec(given)?.[1] ?? given.replace(/^[a-z0-9]+:\/\/[^/]*\//i, '')
  const path = decoded(local).replaceAll('\\', '/').replace(/^\/+/, '')
  return path.replace(/^data\/upload\/(\d+\/)?([0-9a-f]{8}-)?/, '')
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a name with a bare percent sign
  }
}

function addRegion(
  builder: DatasetBuilder,
  image: ImportedImage,
  { type, value, from_name, ...size }: Region,
  { state, where }: { state: SegmentState; where: string },
  wanted: Wanted,
): void {
  const labels = names.safeParse(value[type])
  const classes = labels.success ? labels.data.map((name) => builder.addClass(name, null)) : []
  const said = saidBy(type, from_name ?? '')
  for (const index of classes) {
    if (index !== null && state === 'kept') builder.setLabel(image, index, said)
  }
  const isMask = type.startsWith('brush') || type.startsWith('polygon')
  if (!wanted.masks || !isMask) return
  builder.addSegment(image, { class: classes[0] ?? null, state, where }, () => drawn(value, size))
}

function saidBy(type: string, from: string): Exclude<LabelState, 'unknown'> {
  return type === 'choices' && (from === 'absent' || from === 'undecided') ? from : 'present'
}

function drawn(
  value: Region['value'],
  size: Pick<Region, 'original_width' | 'original_height' | 'image_rotation'>,
): Rle {
  const [width, height] = [size.original_width ?? 0, size.original_height ?? 0]
  if (width <= 0 || height <= 0) throw new RangeError('The size of the picture is not told.')
  if (size.image_rotation) throw new RangeError('The picture is turned; masks of it are not read.')
  if (value['rle'] !== undefined) {
    const bytes = brush.safeParse(value['rle'])
    if (!bytes.success) throw new RangeError('The brush is no list of bytes.')
    return encodeRle(unpackBrush(bytes.data, width, height))
  }
  const points = corners.safeParse(value['points'])
  if (!points.success) throw new RangeError('The polygon has no corners.')
  const ring = points.data.map(([x, y]) => ({ x: (x * width) / 100, y: (y * height) / 100 }))
  return drawRings([ring], width, height)
}
