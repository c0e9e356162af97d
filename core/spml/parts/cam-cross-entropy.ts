import type { Numbers } from '../method'
import type { LossPart } from './loss-parts'
import { addSlope, valueAt } from './stretch'
import type { Stretch } from './stretch'

/** Keeps a map without any evidence from being divided by nothing, as in the released code. */
const EPSILON = 1e-5

/** A picture's own map, and the classes that it is about. */
export type PictureTarget = {
  /** [Q] a class, or their number for the background. */
  map: Uint16Array
  shown: readonly number[]
}

/**
 * CAM prompting (S2C, CVPR 2024): cross-entropy over C + 1 channels whose logits are the normalised
 * activations of the classes, 0 for those that are not shown, and 1 less the highest of them for the
 * background. Mean over the pixels of the pictures that have a target. `evidence` [B, P, C] is divided by
 * its maximum over the cells, which moves with it, and then stretched.
 */
export function camCrossEntropy(
  evidence: Numbers,
  targets: readonly (PictureTarget | null)[],
  classes: number,
  stretch: Stretch,
): LossPart {
  const size = evidence.length / Math.max(1, targets.length)
  const grad = new Float64Array(evidence.length)
  let loss = 0
  let pixels = 0
  for (const [b, target] of targets.entries()) {
    if (target === null || target.shown.length === 0) continue
    pixels += target.map.length
    const own = evidence.subarray(b * size, (b + 1) * size)
    const planes = target.shown.map((column) => normalised(own, column, classes))
    loss += pictureCost(planes, target, classes, stretch)
    for (const plane of planes) addToCells(plane, classes, grad.subarray(b * size, (b + 1) * size))
  }
  const scale = 1 / Math.max(1, pixels)
  return { loss: loss * scale, grads: { evidence: grad.map((slope) => slope * scale) } }
}

/** One class's activation, with the slopes of the loss by it. */
type Plane = {
  column: number
  /** [P] 0..1, and before it was divided. */
  values: Float64Array
  raw: Float64Array
  /** The highest raw one, its cell, and what is divided by. */
  peak: number
  over: number
  slopes: Float64Array
}

function normalised(evidence: Numbers, column: number, classes: number): Plane {
  const raw = new Float64Array(evidence.length / classes)
  let peak = 0
  for (let p = 0; p < raw.length; p++) {
    raw[p] = Math.max(0, evidence[p * classes + column] ?? 0)
    if ((raw[p] ?? 0) > (raw[peak] ?? 0)) peak = p
  }
  const over = (raw[peak] ?? 0) + EPSILON
  const values = raw.map((value) => value / over)
  return { column, values, raw, peak, over, slopes: new Float64Array(raw.length) }
}

/** The sum over the pixels of a picture; adds the slopes by the planes. */
function pictureCost(
  planes: readonly Plane[],
  { map }: PictureTarget,
  classes: number,
  stretch: Stretch,
): number {
  let loss = 0
  for (const [pixel, wanted] of map.entries()) {
    const values = planes.map((plane) => valueAt(stretch, pixel, plane.values))
    const top = values.indexOf(Math.max(...values))
    const background = 1 - (values[top] ?? 0)
    const powers = values.map(Math.exp)
    const rest = classes - planes.length
    const ground = Math.exp(background)
    const sum = powers.reduce((a, b) => a + b, rest + ground)
    const place = planes.findIndex(({ column }) => column === wanted)
    const own = wanted === classes ? background : (values[place] ?? 0)
    loss += Math.log(sum) - own
    const byGround = ground / sum - (wanted === classes ? 1 : 0)
    for (const [k, { slopes }] of planes.entries()) {
      const direct = (powers[k] ?? 0) / sum - (k === place ? 1 : 0)
      addSlope(stretch, pixel, direct - (k === top ? byGround : 0), slopes)
    }
  }
  return loss
}

/** Slopes by what was divided by its maximum, as slopes by the evidence. */
function addToCells(
  { raw, values, slopes, over, peak, column }: Plane,
  classes: number,
  into: Float64Array,
): void {
  let byMaximum = 0
  for (const [p, slope] of slopes.entries()) byMaximum -= (slope * (values[p] ?? 0)) / over
  for (const [p, slope] of slopes.entries()) {
    if (raw[p] === 0) continue
    into[p * classes + column] = slope / over + (p === peak ? byMaximum : 0)
  }
}
