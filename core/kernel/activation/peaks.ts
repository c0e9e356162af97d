import type { Activation } from './activation'

/** A pixel of an activation. */
export interface Peak {
  readonly x: number
  readonly y: number
  readonly value: number
}

export interface PeakOptions {
  /** Pixels between two peaks. Official S2C takes 20 of a 256 pixel crop, its use for SPML 50. */
  readonly minDistance?: number
  /** Peaks beside the highest one must exceed it. */
  readonly threshold?: number
}

/**
 * Where a class's activation, 0..1, prompts a segmenter, as S2C does it: the highest place first, then
 * every other peak of the map (of its maxima over 3 x 3) above the threshold, strongest
 * first. None where nothing is active.
 */
export function activationPeaks(
  activation: Activation,
  { minDistance = 20, threshold = 0.5 }: PeakOptions = {},
): Peak[] {
  const { values, width, height } = activation
  const top = highest(activation)
  if (top === null) return []
  const widened = windowMax(values, width, height, 1)
  const others = peakLocalMax({ values: widened, width, height }, minDistance)
    .filter(({ value }) => value > threshold)
    .map((peak) => highestAround(activation, peak))
  // S2C leaves out the first, taking it for the highest place; near a border that one is not there.
  return [
    top,
    ...others.filter(({ x, y }) => Math.max(Math.abs(x - top.x), Math.abs(y - top.y)) > 1),
  ]
}

/** The pixel that the maximum of 3 x 3 comes from: its plateau's corner lies beside it. */
function highestAround({ values, width, height }: Activation, { x, y, value }: Peak): Peak {
  for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++)
    for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++)
      if (values[row * width + column] === value) return { x: column, y: row, value }
  return { x, y, value }
}

/**
 * scikit-image's `peak_local_max`: pixels that are the maximum of the window of 2 * minDistance + 1
 * around them and above the map's minimum, none in a border of minDistance, highest first (in order of
 * reading where equal), none nearer than minDistance to a higher one. None of an even map.
 */
export function peakLocalMax(
  { values, width, height }: Activation,
  minDistance: number,
  border = minDistance,
): Peak[] {
  const most = windowMax(values, width, height, minDistance)
  const least = values.reduce((a, b) => Math.min(a, b), Infinity)
  if (values.every((value, i) => value === most[i])) return []
  const candidates: Peak[] = []
  for (let y = border; y < height - border; y++)
    for (let x = border; x < width - border; x++) {
      const value = values[y * width + x] ?? 0
      if (value === most[y * width + x] && value > least) candidates.push({ x, y, value })
    }
  return spaced(
    candidates.sort((a, b) => b.value - a.value),
    minDistance,
  )
}

function spaced(candidates: readonly Peak[], distance: number): Peak[] {
  const peaks: Peak[] = []
  for (const peak of candidates) {
    const near = ({ x, y }: Peak) => Math.max(Math.abs(x - peak.x), Math.abs(y - peak.y)) < distance
    if (!peaks.some(near)) peaks.push(peak)
  }
  return peaks
}

function highest({ values, width }: Activation): Peak | null {
  let best = -1
  for (const [i, value] of values.entries()) if (value > (values[best] ?? 0)) best = i
  if (best < 0) return null
  return { x: best % width, y: Math.floor(best / width), value: values[best] ?? 0 }
}

/** The maximum of the window of 2 * reach + 1 pixels around each, one axis after the other. */
function windowMax(
  values: Float32Array,
  width: number,
  height: number,
  reach: number,
): Float32Array {
  const along = lineMax(values, { lines: height, length: width, step: 1, next: width }, reach)
  return lineMax(along, { lines: width, length: height, step: width, next: 1 }, reach)
}

interface Lines {
  readonly lines: number
  readonly length: number
  /** From a pixel of a line to its next one, and from a line to the next line. */
  readonly step: number
  readonly next: number
}

/** With a queue of falling candidates, so that a wide window costs no more than a narrow one. */
function lineMax(values: Float32Array, { lines, length, step, next }: Lines, reach: number) {
  const result = new Float32Array(values.length)
  const queue = new Int32Array(length)
  for (let line = 0; line < lines; line++) {
    const start = line * next
    const at = (i: number) => values[start + i * step] ?? 0
    let [head, tail] = [0, 0]
    for (let i = 0; i < length + reach; i++) {
      if (i < length) {
        while (tail > head && at(queue[tail - 1] ?? 0) <= at(i)) tail--
        queue[tail++] = i
      }
      const middle = i - reach
      if (middle < 0) continue
      while ((queue[head] ?? 0) < middle - reach) head++
      result[start + middle * step] = at(queue[head] ?? 0)
    }
  }
  return result
}
