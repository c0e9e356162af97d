import { normaliseActivation, stretchActivation } from '../../kernel/activation/activation'
import type { Activation } from '../../kernel/activation/activation'
import { activationPeaks } from '../../kernel/activation/peaks'
import { pseudoMap } from '../../kernel/activation/pseudo-map'
import type { ClassMask } from '../../kernel/activation/pseudo-map'
import { SEGMENT_LEVELS } from '../method'
import type { Numbers, SegmentRows } from '../method'
import { sigmoid } from './kernels'

export type PromptOptions = {
  /** Peaks beside the highest one must exceed it, 0..1 of the highest. */
  threshold: number
  /** How far apart peaks are, as a share of the picture's side. */
  distance: number
  /** Whether a peak means the part, the middle or the whole: 0, 1, 2. */
  choice: number
}

/** A picture of a batch: what its P cells say for C classes [P * C], and how it is cut. */
export type CutPicture = {
  evidence: Numbers
  classes: number
  side: number
  /** [LEVELS, Q] segments, 0 for none, and how stable they are, 0..255. */
  maps: Uint16Array
  stability: Uint8Array
}

export function pictureOf(
  { side, maps, stability }: SegmentRows,
  { evidence, classes, images }: { evidence: Numbers; classes: number; images: number },
  image: number,
): CutPicture {
  const each = SEGMENT_LEVELS * side ** 2
  const size = evidence.length / images
  return {
    ...{ classes, side },
    evidence: evidence.subarray(image * size, (image + 1) * size),
    maps: maps.subarray(image * each, (image + 1) * each),
    stability: stability.subarray(image * each, (image + 1) * each),
  }
}

/** The segments that a class's activation points at. */
type Prompted = {
  /** [Q] 1 inside. */
  mask: Float32Array
  area: number
  /** 0..1, mean inside of what is not divided by its maximum and of what is. */
  probability: number
  activation: number
  stability: number
}

/**
 * Where a class is: the segments, whole ones or parts of them, that its highest place and its other peaks
 * lie in, together; null where they lie in none. Stands in for the segmenter that S2C prompts with these
 * points, so that no picture needs to be looked at again.
 */
export function promptedSegments(
  picture: CutPicture,
  column: number,
  { threshold, distance, choice }: PromptOptions,
): Prompted | null {
  const { side, maps, stability } = picture
  const raw = stretchActivation(activationOf(picture, column), side, side)
  const values = normaliseActivation(raw.values)
  const minDistance = Math.max(1, Math.round(distance * side))
  const peaks = activationPeaks({ ...raw, values }, { minDistance, threshold })
  const start = choice * side ** 2
  const own = maps.subarray(start, start + side ** 2)
  const chosen = new Set(peaks.map(({ x, y }) => own[y * side + x] ?? 0))
  chosen.delete(0)
  if (chosen.size === 0) return null
  const mask = Float32Array.from(own, (id) => (chosen.has(id) ? 1 : 0))
  const means = [0, 0, 0, 0]
  for (const [pixel, inside] of mask.entries()) {
    if (inside === 0) continue
    const sure = (stability[start + pixel] ?? 0) / 255
    const parts = [1, sigmoid(raw.values[pixel] ?? 0), values[pixel] ?? 0, sure]
    for (const [i, part] of parts.entries()) means[i] = (means[i] ?? 0) + part
  }
  const [area = 1, ...sums] = means
  const [probability = 0, activation = 0, sure = 0] = sums.map((sum) => sum / area)
  return { mask, area, probability, activation, stability: sure }
}

function activationOf({ evidence, classes }: CutPicture, column: number): Activation {
  const values = new Float32Array(evidence.length / classes)
  for (let p = 0; p < values.length; p++) values[p] = evidence[p * classes + column] ?? 0
  const edge = Math.sqrt(values.length)
  return { values, width: edge, height: edge }
}

/**
 * The picture as its shown classes have it [Q]: at every pixel the class whose segments it lies in, the
 * most active of them where they overlap, and `classes` for the background. Null where a class prompts no
 * segment: nothing can be said of such a picture.
 */
export function targetMap(
  picture: CutPicture,
  shown: readonly number[],
  options: PromptOptions,
): Uint16Array | null {
  const masks: ClassMask[] = []
  for (const column of shown) {
    const found = promptedSegments(picture, column, options)
    if (found === null) return null
    // A segment has no logits: all of it is as sure as the rest.
    masks.push({ class: column, logits: found.mask, activation: found.activation })
  }
  return masks.length > 0 ? pseudoMap(masks, picture.classes, picture.side ** 2) : null
}

/**
 * How much a class can be trusted to be in a picture, 0..1: the stability of the segments that it points at,
 * times how sure its cells are inside of them. Not of what is divided by the maximum, as for a class that is
 * known to be there: that would be sure of every class. 0 where it cannot exceed `least`.
 */
export function reliabilityOf(
  picture: CutPicture,
  column: number,
  options: PromptOptions,
  least: number,
): number {
  let top = -Infinity
  const { evidence, classes } = picture
  for (let i = column; i < evidence.length; i += classes) top = Math.max(top, evidence[i] ?? 0)
  if (!(sigmoid(top) > least)) return 0
  const found = promptedSegments(picture, column, options)
  return found === null ? 0 : found.stability * found.probability
}
