import { Failure } from '../../contract/failures'
import type { Port } from './network'

/** How the half that reads pictures wants them. */
export interface EncoderLayout {
  readonly input: string
  /** planes: [1, 3, side, side], normalised. rows: [height, width, 3], 0..255; the network does the rest. */
  readonly form: 'planes' | 'rows'
  /** Of the network's square, in pixels. */
  readonly side: number
  /** pad: the longest side fills the square, the rest is empty. squash: both sides fill it. */
  readonly fit: 'pad' | 'squash'
  /** The only size of rows that it takes, where its file names one. */
  readonly canvas: { readonly width: number; readonly height: number } | null
  readonly outputs: readonly string[]
}

/** How the half that answers prompts wants them, and what it answers. */
export interface DecoderLayout {
  /**
   * axes: `input_points` [1, prompts, points, 2], `input_labels`, perhaps `input_boxes`, as
   * transformers.js lays them out. labels: `point_coords` [prompts, points, 2] and `point_labels`, where a
   * box is two points, as segment-anything and X-AnyLabeling do.
   */
  readonly style: 'axes' | 'labels'
  readonly takesBoxes: boolean
  readonly takesMask: boolean
  readonly takesSize: boolean
  /** Many prompts in one run. */
  readonly takesMany: boolean
  /** Without a box one more point says that there is none; some networks add it themselves. */
  readonly padsPoints: boolean
  /** By input: the encoder's output that goes into it. */
  readonly embeddings: readonly (readonly [input: string, output: string])[]
  readonly masks: string
  readonly scores: string
}

export interface SamLayout {
  readonly encoder: EncoderLayout
  readonly decoder: DecoderLayout
}

interface Ports {
  readonly path: string
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
}

const USUAL_SIDE = 1024
const MANY_MAPS = 3

export type Half = 'encoder' | 'decoder'

/** Which half of a segmenter a network is, by its ports; null when it is neither. */
export function halfOf({ inputs, outputs }: Omit<Ports, 'path'>): Half | null {
  const takes = names(inputs)
  if (takes.has('input_points') || takes.has('point_coords')) return 'decoder'
  const reads =
    inputs.length === 1 && ['pixel_values', 'input_image', 'image'].some((n) => takes.has(n))
  return reads && outputs.some(({ name }) => name.startsWith('image_embed')) ? 'encoder' : null
}

/**
 * How two networks work together as a segmenter of the SAM family. Throws MODEL_INVALID, saying what is
 * amiss, when they do not.
 */
export function layoutOf(encoder: Ports, decoder: Ports): SamLayout {
  if (halfOf(encoder) !== 'encoder') throw notAHalf(encoder, 'encoder')
  if (halfOf(decoder) !== 'decoder') throw notAHalf(decoder, 'decoder')
  return { encoder: encoderLayout(encoder), decoder: decoderLayout(decoder, encoder) }
}

function encoderLayout({ path, inputs, outputs }: Ports): EncoderLayout {
  const [port] = inputs
  if (port === undefined) throw notAHalf({ path, inputs, outputs }, 'encoder')
  const common = {
    input: port.name,
    fit: outputs.length >= MANY_MAPS ? ('squash' as const) : ('pad' as const),
    outputs: outputs.map(({ name }) => name),
  }
  const [first, second] = [sizeOf(port, 0), sizeOf(port, 1)]
  if (port.sizes.length === 3) {
    const canvas = first !== null && second !== null ? { height: first, width: second } : null
    return { ...common, form: 'rows', side: USUAL_SIDE, canvas }
  }
  const [height, width] = [sizeOf(port, 2), sizeOf(port, 3)]
  if (port.sizes.length !== 4 || height !== width)
    throw wrongShape(path, port, '[1, 3, side, side] or [height, width, 3]')
  return { ...common, form: 'planes', side: height ?? USUAL_SIDE, canvas: null }
}

function decoderLayout(decoder: Ports, encoder: Ports): DecoderLayout {
  const { path, inputs, outputs } = decoder
  const [takes, gives] = [names(inputs), names(outputs)]
  const style = takes.has('input_points') ? 'axes' : 'labels'
  const labels = style === 'axes' ? 'input_labels' : 'point_labels'
  if (!takes.has(labels)) throw lacks(path, 'input', labels)
  const embeddings = embeddingsOf(decoder, encoder)
  const masks = ['low_res_masks', 'pred_masks', 'masks'].find((name) => gives.has(name))
  const scores = ['iou_predictions', 'iou_scores', 'scores'].find((name) => gives.has(name))
  if (masks === undefined) throw lacks(path, 'output', 'pred_masks, low_res_masks or masks')
  if (scores === undefined) throw lacks(path, 'output', 'iou_scores, iou_predictions or scores')
  const points = inputs.find(({ name }) => name === 'input_points' || name === 'point_coords')
  return {
    ...{ style, embeddings, masks, scores },
    takesBoxes: style === 'labels' || takes.has('input_boxes'),
    takesMask: takes.has('mask_input') && takes.has('has_mask_input'),
    takesSize: takes.has('orig_im_size'),
    takesMany: points !== undefined && sizeOf(points, style === 'axes' ? 1 : 0) === null,
    padsPoints: style === 'labels' && embeddings.length === 1,
  }
}

const prompts = new Set([
  ...['input_points', 'input_labels', 'input_boxes', 'point_coords', 'point_labels'],
  ...['mask_input', 'has_mask_input', 'orig_im_size'],
])

/** By name; one that stands alone may have another one. */
function embeddingsOf(decoder: Ports, encoder: Ports): DecoderLayout['embeddings'] {
  const wanted = decoder.inputs.filter(({ name }) => !prompts.has(name))
  const [only] = encoder.outputs
  return wanted.map((port) => {
    const named = encoder.outputs.find(({ name }) => name === port.name)
    const alone = wanted.length === 1 && encoder.outputs.length === 1 ? only : undefined
    const found = named ?? alone
    if (found === undefined || !fits(port, found)) throw apart(decoder.path, port, encoder)
    return [port.name, found.name] as const
  })
}

/** Sizes that both name must be the same. */
function fits(input: Port, output: Port): boolean {
  if (input.sizes.length !== output.sizes.length) return false
  return input.sizes.every((_, axis) => {
    const [a, b] = [sizeOf(input, axis), sizeOf(output, axis)]
    return axis === 0 || a === null || b === null || a === b
  })
}

/** A size that the file fixes. */
function sizeOf({ sizes }: Port, axis: number): number | null {
  const size = sizes[axis]
  return typeof size === 'number' && size > 0 ? size : null
}

const names = (ports: readonly Port[]): ReadonlySet<string> =>
  new Set(ports.map(({ name }) => name))

const listed = (ports: readonly Port[]): string => ports.map(({ name }) => name).join(', ')

const known =
  'Segmenters of the SAM family are known: as transformers.js lays them out, and as the two files of segment-anything and X-AnyLabeling.'

function notAHalf({ path, inputs, outputs }: Ports, half: Half): Failure {
  const what = half === 'encoder' ? 'reads no pictures for a segmenter' : 'answers no prompts'
  const message = `This model ${what}; it takes ${listed(inputs)} and gives ${listed(outputs)}.`
  return new Failure('MODEL_INVALID', message, { path, advice: known })
}

function lacks(path: string, kind: 'input' | 'output', name: string): Failure {
  const message = `This model has no ${kind} ${name}.`
  return new Failure('MODEL_INVALID', message, { path, advice: known })
}

function wrongShape(path: string, { name, sizes }: Port, wanted: string): Failure {
  const message = `Its input “${name}” has the shape [${sizes.join(', ')}], and not ${wanted}.`
  return new Failure('MODEL_INVALID', message, { path, advice: known })
}

function apart(path: string, { name, sizes }: Port, encoder: Ports): Failure {
  const message = `Its two halves do not belong together: one takes “${name}” [${sizes.join(', ')}], the other gives ${listed(encoder.outputs)}.`
  return new Failure('MODEL_INVALID', message, {
    path,
    advice: 'Take both files from the same place.',
  })
}
