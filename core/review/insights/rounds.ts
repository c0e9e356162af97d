import type { RunId } from '../../contract/ids'
import type { LearningInsight, LearningRound } from '../../contract/insights'

export interface Gesture {
  readonly ms: number
  /** Number of its last decision. */
  readonly last: number
  readonly decisions: number
  readonly seeds: number
  readonly skips: number
  readonly answers: number
  readonly found: number
}

/** A finished run: what it had learnt from, and how it ranked what came later. */
export interface RoundEnd {
  readonly run: RunId
  readonly number: number
  /** Decisions that there were when it took its data. */
  readonly decisions: number
  readonly agreement: number | null
  readonly later: number | null
}

/** Points of the course that a chart can show. */
const MOST_POINTS = 240

/** Gestures by the run that they were made before; the last round is the open one. */
export function roundsOf(gestures: readonly Gesture[], ends: readonly RoundEnd[]): LearningRound[] {
  const sorted = ends.toSorted((a, b) => a.decisions - b.decisions || a.number - b.number)
  const rounds = [...sorted, null].map((end, k) => emptyRound(k + 1, end))
  for (const gesture of gestures) {
    const at = sorted.findIndex(({ decisions }) => gesture.last <= decisions)
    const round = rounds[at < 0 ? sorted.length : at]
    if (round) take(round, gesture)
  }
  const open = rounds.at(-1)
  // Nothing has been done since the last run: its round is the last one.
  const idle = open !== undefined && open.seeds + open.answers + open.found === 0
  return idle && rounds.length > 1 ? rounds.slice(0, -1) : rounds
}

/** Decisions of a round, by their numbers: above `after`, up to `until`. */
export function roundSpan(
  ends: readonly RoundEnd[],
  round: number,
): { after: number; until: number } {
  const numbers = ends.map(({ decisions }) => decisions).sort((a, b) => a - b)
  return {
    after: round > 1 ? (numbers[round - 2] ?? Number.MAX_SAFE_INTEGER) : 0,
    until: numbers[round - 1] ?? Number.MAX_SAFE_INTEGER,
  }
}

/** Labels found after so much time of answering and adding. */
export function courseOf(gestures: readonly Gesture[]): LearningInsight['course'] {
  const points: LearningInsight['course'] = [{ seconds: 0, found: 0, decisions: 0 }]
  let [seconds, found] = [0, 0]
  for (const gesture of gestures) {
    if (gesture.answers + gesture.found === 0) continue
    seconds += findSeconds(gesture)
    found += gesture.found
    points.push({ seconds, found, decisions: gesture.last })
  }
  return thinned(points, MOST_POINTS)
}

/** Evenly spread, with the first and the last. */
export function thinned<T>(points: readonly T[], most: number): T[] {
  if (points.length <= most) return [...points]
  const step = (points.length - 1) / (most - 1)
  return Array.from({ length: most }, (_, k) => points[Math.round(k * step)]).filter(
    (point) => point !== undefined,
  )
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

function emptyRound(round: number, end: RoundEnd | null): Writable<LearningRound> {
  return {
    ...{ round, run: end?.run ?? null, runNumber: end?.number ?? null },
    ...{ seeds: 0, answers: 0, found: 0, seconds: 0, findSeconds: 0 },
    ...{ agreement: end?.agreement ?? null, later: end?.later ?? null },
  }
}

function take(round: Writable<LearningRound>, gesture: Gesture): void {
  round.seeds += gesture.seeds
  round.answers += gesture.answers
  round.found += gesture.found
  round.seconds += gesture.ms / 1000
  round.findSeconds += findSeconds(gesture)
}

/** The part of a gesture that was no seed and no skip. */
function findSeconds({ ms, decisions, seeds, skips }: Gesture): number {
  return (ms / 1000) * (1 - (seeds + skips) / Math.max(1, decisions))
}
