import { PRESENT } from '../method'
import type { LabelRows, Parameters } from '../method'

/** What a teacher takes labels for: 1 present, -1 absent, 0 no opinion; [B * C]. */
export type Opinions = Int8Array

/**
 * The opinion about every place: one that the pseudo layer holds already, 1 from a target of a half
 * on, else the teacher's.
 */
export function opinionAt(
  { pseudo }: LabelRows,
  opinions: Opinions | null,
): (place: number) => number {
  return (i) => {
    const target = pseudo[i] ?? Number.NaN
    if (Number.isNaN(target)) return opinions?.[i] ?? 0
    return target >= 0.5 ? 1 : -1
  }
}

/** A softmax over the classes of scores / temperature; the scores themselves where it is 0. [C] */
export function sharpen(scores: readonly number[], temperature: number): readonly number[] {
  if (temperature === 0) return scores
  const highest = Math.max(...scores)
  const powers = scores.map((score) => Math.exp((score - highest) / temperature))
  const sum = powers.reduce((a, b) => a + b, 0)
  return powers.map((power) => power / sum)
}

/**
 * VLPL (Xing et al., 2023): a class is present whose share of the teacher's belief is above `theta`,
 * and the `delta` * C classes with the smallest share are absent.
 */
export function confidentOpinions(
  { teacher }: LabelRows,
  classes: number,
  { tau = 0, theta = 0, delta = 0 }: Parameters,
): Opinions | null {
  if (teacher === undefined) return null
  const opinions = new Int8Array(teacher.length)
  for (let row = 0; row < teacher.length; row += classes) {
    const shares = sharpen([...teacher.subarray(row, row + classes)], tau)
    shares.forEach((share, c) => {
      if (share > theta) opinions[row + c] = 1
    })
    for (const c of lowest(shares, Math.floor(delta * classes))) opinions[row + c] = -1
  }
  return opinions
}

/**
 * DAMP of AEVLP (2025): the whole picture and its tiles are asked. A class counts with its best tile
 * where that beats the observed class, else with its worst; the `topk` best of those at or above
 * `threshold` are present. The `ratio` * C classes that are weakest everywhere are absent, if
 * `useNegatives` says so (the released code drops them).
 */
export function focusedOpinions(
  labels: LabelRows,
  classes: number,
  parameters: Parameters,
): Opinions | null {
  const { state, teacher, tileTeacher } = labels
  if (teacher === undefined) return null
  const opinions = new Int8Array(teacher.length)
  const tiles = Math.round((tileTeacher?.length ?? 0) / Math.max(1, teacher.length))
  for (let row = 0; row < teacher.length; row += classes) {
    const whole = [...teacher.subarray(row, row + classes)]
    const bar = Math.min(
      parameters['eta'] ?? 0,
      ...whole.filter((_, c) => state[row + c] === PRESENT),
    )
    const views = whole.map((score, c) => {
      const start = row * tiles + c
      const tileScores = Array.from(
        { length: tiles },
        (_, r) => tileTeacher?.[start + r * classes] ?? 0,
      )
      return focus(score, tileScores, bar)
    })
    opinions.set(opinionsOf(views, parameters), row)
  }
  return opinions
}

type Focus = { final: number; average: number }

/** The whole picture's score of a class joined with its best or worst tile, and with all of them. */
function focus(whole: number, tiles: readonly number[], bar: number): Focus {
  if (tiles.length === 0) return { final: whole, average: whole }
  const best = Math.max(...tiles)
  const chosen = best > bar ? best : Math.min(...tiles)
  const mean = tiles.reduce((a, b) => a + b, 0) / tiles.length
  return { final: (whole + chosen) / 2, average: (whole + mean) / 2 }
}

function opinionsOf(views: readonly Focus[], parameters: Parameters): number[] {
  const { threshold = 0, topk = 0, ratio = 0, useNegatives = 0 } = parameters
  const opinions = views.map(() => 0)
  const highest = lowest(
    views.map(({ final }) => -final),
    topk,
  )
  for (const c of highest) if ((views[c]?.final ?? 0) >= threshold) opinions[c] = 1
  const weakest = lowest(
    views.map(({ average }) => average),
    Math.floor(ratio * views.length),
  )
  for (const c of weakest) opinions[c] = useNegatives === 1 ? -1 : 0
  return opinions
}

/** The places of the `count` smallest values, the first of equal ones first. */
function lowest(values: readonly number[], count: number): number[] {
  const places = [...values.keys()]
  places.sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b)
  return places.slice(0, count)
}
