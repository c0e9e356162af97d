import { probabilityOf, type Curve } from '../kernel/calibration'
import { wilson, type Range } from '../kernel/statistics'
import { topK } from '../kernel/top-k'
import type { AnswerBook } from './answer-book'
import { sumOf } from './audit-estimate'
import type { AuditPool } from './audit-sample'
import {
  hiddenBy,
  hiddenRange,
  leastShare,
  WORTH_PER_MINUTE,
  worthLooking,
  type Hidden,
} from './class-estimates'
import { expectedAtFirst } from './first-page'
import { HUMAN_TIMES, pageSeconds, type HumanTimes } from './human-times'
import { UNKNOWN } from './label-state'
import { chainLookAlikes, gatherDuplicates } from './look-alikes'
import { binScores, type ScoreBin } from './score-bins'

export type SessionInput = {
  count: number
  classCount: number
  /** [count, classCount], see label-state.ts; a live view. */
  states: Int8Array
  /** [count, classCount]; a live view, of the instant model or of a run. */
  scores: Float32Array
  /** [count], non-zero for images that take part (the training part). */
  candidates: ArrayLike<number>
  book: AnswerBook
  /** Likeness of two images, larger is more alike; pages keep their order by score without it. */
  likeness?: (a: number, b: number) => number
  /** What is known of a class before its first answer; without it a first page is hoped to be right. */
  beginning?: (classIndex: number) => Beginning | null
  times?: HumanTimes
}

/** Seeds of a class, what some of them score when they are left out, and images with any label. */
export type Beginning = { seeds: number; leftOut: ArrayLike<number>; seeded: number }

export type SessionTile = { image: number; score: number; probability: number | null }

/** A tile with the near-duplicates that stand behind it. */
export type SessionGroup = SessionTile & { also: SessionTile[] }

export type SessionPage = {
  class: number
  tiles: SessionGroup[]
  /** What a tile that nobody touches becomes. */
  untouched: 'present' | 'absent'
  /** Expected share of true labels on the page, 90 %; null before calibration. */
  precision: Range | null
  /** Unknown images of the class beyond this page. */
  remaining: number
}

export type SessionClass = {
  class: number
  expected: number | null
  perMinute: number | null
  unknown: number
  finished: boolean
  /** Present labels still hidden, and unknown images worth a look, at 90 %. */
  missing: Range | null
  worth: Range | null
}

/** Says of a class what an audit found to be hidden; null where there was none. */
export type Audited = (classIndex: number) => Range | null
const notAudited: Audited = () => null

/** Tiles of the page by which classes are compared. */
const USUAL_PAGE = 40
/** How many answers the calibrated curve is worth beside the recent ones. */
const CURVE_WORTH = 5
/** Share of right suggestions hoped for in a class that nobody has asked about. */
const HOPED_SHARE = 0.8
/** Images beyond a page among which near-duplicates of its tiles are looked for. */
const DUPLICATES_AMONG = 40
/**
 * Likeness from which two images show the same thing. Measured on 30 photographs: another size 0.94 at
 * least, half the JPEG quality 0.98, brighter 0.95, mirrored 0.94; the most alike different ones of
 * 2,000 reach 0.92.
 */
const DUPLICATE = 0.94
/** Probability from which a label counts as suggested. */
const SUGGESTED = 0.3

/** What has been computed about a class and holds until its scores or states change. */
type Summary = { unknown: number; best: number[]; bins: ScoreBin[] }

/**
 * The state of a review over one score matrix: which class to sweep next, its page, what one image
 * still lacks, and how much is missing in all. Everything by indices.
 */
export class ReviewSession {
  private readonly input: SessionInput
  private readonly times: HumanTimes
  private readonly summaries: (Summary | null)[]

  constructor(input: SessionInput) {
    this.input = input
    this.times = input.times ?? HUMAN_TIMES
    this.summaries = Array.from({ length: input.classCount }, () => null)
  }

  /** To be told whenever scores or states of classes have changed. */
  touch(classes: readonly number[]): void {
    for (const c of classes) this.summaries[c] = null
  }

  /** The classes, those with most labels to be found per minute first. */
  overview(audited = notAudited): SessionClass[] {
    const rows = this.summaries.map((_, c) => ({
      ...{ row: this.sweepClass(c, audited), rank: this.rank(c) },
    }))
    return rows.sort((a, b) => b.rank - a.rank || a.row.class - b.row.class).map(({ row }) => row)
  }

  /**
   * The next page of a class: its most promising unknown images, look-alikes together and
   * near-duplicates behind one tile. `skip` leaves out so many of the best.
   */
  page(classIndex: number, size: number, skip = 0): SessionPage {
    const groups = this.groups(classIndex, size, skip)
    const images = groups.flat()
    const share = this.expectedShare(classIndex, images)
    const likely = share ?? this.shareAtFirst(classIndex, images.length)
    const curve = this.input.book.curve(classIndex)
    return {
      class: classIndex,
      tiles: groups.map(([leader = 0, ...rest]) => ({
        ...this.tile(leader, classIndex),
        also: rest.map((image) => this.tile(image, classIndex)),
      })),
      untouched: likely < 0.5 ? 'absent' : 'present',
      precision: curve && share !== null ? this.precision(classIndex, share, images.length) : null,
      remaining: Math.max(0, this.summary(classIndex).unknown - skip - images.length),
    }
  }

  /** What nobody has decided about a class: what the model would suggest, and the rest. */
  auditPools(c: number): { suggested: AuditPool; rest: AuditPool } {
    const { images, scores } = this.open(c)
    const curve = this.input.book.curve(c)
    const best = new Set(curve ? [] : this.summary(c).best)
    const isSuggested = (k: number) =>
      curve ? probabilityOf(curve, scores[k] ?? 0) >= SUGGESTED : best.has(images[k] ?? 0)
    const pool = (wanted: boolean): AuditPool => {
      const rows = Uint32Array.from(images.keys()).filter((k) => isSuggested(k) === wanted)
      const sum = (total: number, k: number) =>
        total + (curve ? probabilityOf(curve, scores[k] ?? 0) : 0)
      const share = curve && rows.length > 0 ? rows.reduce(sum, 0) / rows.length : null
      return { images: rows.map((k) => images[k] ?? 0), share }
    }
    return { suggested: pool(true), rest: pool(false) }
  }

  /** Of these images the nearest to one, best first; without one those that score highest. */
  examples(c: number, images: readonly number[], near: number | null, count: number): number[] {
    const { likeness } = this.input
    const worth = (image: number) =>
      near === null || !likeness ? this.score(image, c) : likeness(near, image)
    const others = images.filter((image) => image !== near)
    return topK(others.length, count, (k) => worth(others[k] ?? 0)).map((k) => others[k] ?? 0)
  }

  /** Everything unknown about an image, best first; calibrated ones by probability. */
  imageSuggestions(image: number): { class: number; score: number; probability: number | null }[] {
    const all = Array.from({ length: this.input.classCount }, (_, c) => c)
    const open = all.filter((c) => this.input.states[image * all.length + c] === UNKNOWN)
    const rows = open.map((c) => ({ class: c, ...this.scored(image, c) }))
    return rows.sort(
      (a, b) => (b.probability ?? b.score) - (a.probability ?? a.score) || a.class - b.class,
    )
  }

  /** Images in the order worth looking at one by one: those with the likeliest missing label first. */
  imageOrder(): Uint32Array {
    const { count, classCount, candidates } = this.input
    const worth = new Float64Array(count).fill(-Infinity)
    for (let image = 0; image < count; image++) {
      if (!candidates[image]) continue
      for (let c = 0; c < classCount; c++) {
        if (this.input.states[image * classCount + c] !== UNKNOWN) continue
        const { score, probability } = this.scored(image, c)
        worth[image] = Math.max(worth[image] ?? 0, probability ?? score)
      }
    }
    const open = Uint32Array.from({ length: count }, (_, i) => i).filter(
      (i) => worth[i] !== -Infinity,
    )
    return open.sort((a, b) => (worth[b] ?? 0) - (worth[a] ?? 0) || a - b)
  }

  /**
   * How many present labels are still hidden among the unknown ones, at 90 %: by audits where there
   * were any, by the calibrated curves elsewhere. Null while a class has neither.
   */
  missingEstimate(audited = notAudited): Range | null {
    const found: Range[] = []
    const curves: Hidden[] = []
    let open = 0
    for (let c = 0; c < this.input.classCount; c++) {
      const audit = audited(c)
      const hidden = audit === null ? this.hidden(c) : null
      if (audit !== null) found.push(audit)
      else if (hidden === null) return null
      else {
        curves.push(hidden)
        open += this.summary(c).unknown
      }
    }
    const none = found.length + curves.length === 0
    return none ? null : sumOf([...found, atMost(hiddenRange(curves), open)])
  }

  private sweepClass(c: number, audited: Audited): SessionClass {
    const { unknown, best } = this.summary(c)
    const expected = this.expected(c)
    const calibrated = expected !== null
    const perMinute = this.perMinute(c)
    const idle = calibrated && perMinute !== null && perMinute < WORTH_PER_MINUTE
    const finished = best.length === 0 || idle
    const hidden = this.hidden(c)
    return {
      ...{ class: c, expected, unknown, finished },
      perMinute: calibrated ? perMinute : null,
      missing: audited(c) ?? (hidden && atMost(hiddenRange([hidden]), unknown)),
      worth: finished ? { low: 0, mid: 0, high: 0 } : this.worth(c),
    }
  }

  private worth(c: number): Range | null {
    const curve = this.input.book.curve(c)
    return curve && worthLooking(curve, this.summary(c).bins, leastShare(USUAL_PAGE, this.times))
  }

  private hidden(c: number): Hidden | null {
    const { book } = this.input
    const curve = book.curve(c)
    if (!curve) return null
    const lowest = book.answers(c).reduce((low, a) => Math.min(low, a.score), Infinity)
    return hiddenBy(curve, this.summary(c).bins, lowest)
  }

  private groups(c: number, size: number, skip: number): number[][] {
    const { likeness } = this.input
    if (!likeness)
      return this.best(c, skip + size)
        .slice(skip)
        .map((image) => [image])
    const ranked = this.best(c, skip + size + DUPLICATES_AMONG).slice(skip)
    const groups = gatherDuplicates(ranked, size, (a, b) => likeness(a, b) >= DUPLICATE)
    const byLeader = new Map(groups.map((group) => [group[0] ?? 0, group]))
    return chainLookAlikes([...byLeader.keys()], likeness).map((one) => byLeader.get(one) ?? [one])
  }

  /** By labels a minute; of classes that nobody has asked about a good page is hoped for. */
  private rank(c: number): number {
    const { best } = this.summary(c)
    const first = best[0]
    if (first === undefined) return -Infinity
    // Equal hopes go by the surest suggestion.
    return this.perMinute(c) ?? this.yieldOf(HOPED_SHARE, best.length) + 1e-3 * this.score(first, c)
  }

  private perMinute(c: number): number | null {
    const { best } = this.summary(c)
    const share = this.expectedShare(c, best)
    if (share === null || best.length === 0) return null
    return this.yieldOf(share, best.length)
  }

  /** Labels a minute on a page of which a share is right. */
  private yieldOf(share: number, tiles: number): number {
    const hits = share * tiles
    return (60 * hits) / pageSeconds(tiles, Math.min(hits, tiles - hits), this.times)
  }

  /** Curve and recent answers together; null while there is neither. */
  private expectedShare(c: number, images: readonly number[]): number | null {
    const curve = this.input.book.curve(c)
    const recent = this.input.book.recent(c)
    if (images.length === 0 || (!curve && recent.asked === 0)) return null
    if (!curve) return recent.right / recent.asked
    const sum = images.reduce((total, i) => total + probabilityOf(curve, this.score(i, c)), 0)
    const byCurve = (CURVE_WORTH * sum) / images.length
    return (byCurve + recent.right) / (CURVE_WORTH + recent.asked)
  }

  /** Of a class that nobody has asked about: by where its seeds would stand. */
  private shareAtFirst(c: number, tiles: number): number {
    const known = this.input.beginning?.(c)
    if (!known) return HOPED_SHARE
    const { scores } = this.open(c)
    // Where nothing is higher, half an image still might be.
    const heights = Array.from(
      known.leftOut,
      (own) =>
        (scores.reduce((higher, one) => higher + Number(one > own), 0) + 0.5) / scores.length,
    )
    const { classCount } = this.input
    return expectedAtFirst({ ...known, heights, classCount }, tiles / scores.length)
  }

  private precision(c: number, share: number, tiles: number): Range {
    const known = CURVE_WORTH + this.input.book.recent(c).asked
    // Two chances at once: what is known of the share, and which tiles happen to be right.
    const trials = (known * tiles) / (known + tiles)
    return wilson(share * trials, trials)
  }

  private summary(c: number): Summary {
    const known = this.summaries[c]
    if (known) return known
    const { images, scores } = this.open(c)
    const best = topK(scores.length, USUAL_PAGE, (k) => scores[k] ?? 0)
    const summary = {
      unknown: images.length,
      best: best.map((k) => images[k] ?? 0),
      bins: binScores(scores),
    }
    this.summaries[c] = summary
    return summary
  }

  private best(c: number, size: number): number[] {
    const { best } = this.summary(c)
    return size <= USUAL_PAGE ? best.slice(0, size) : this.rankUnknown(c, size)
  }

  private rankUnknown(c: number, size: number): number[] {
    const { images, scores } = this.open(c)
    return topK(scores.length, size, (k) => scores[k] ?? 0).map((k) => images[k] ?? 0)
  }

  /** The unknown images of a class and their scores. */
  private open(c: number): { images: Uint32Array; scores: Float32Array } {
    const { count, classCount, states, candidates } = this.input
    const images = new Uint32Array(count)
    let found = 0
    for (let i = 0; i < count; i++) {
      if (states[i * classCount + c] === UNKNOWN && candidates[i]) images[found++] = i
    }
    const open = images.subarray(0, found)
    return { images: open, scores: Float32Array.from(open, (i) => this.score(i, c)) }
  }

  /** Present labels to be expected among the unknown; null before calibration. */
  private expected(c: number): number | null {
    const curve = this.input.book.curve(c)
    if (!curve) return null
    const { bins } = this.summary(c)
    return bins.reduce((sum, { count, score }) => sum + count * probabilityOf(curve, score), 0)
  }

  private tile(image: number, c: number): SessionTile {
    return { image, ...this.scored(image, c) }
  }

  private scored(image: number, c: number) {
    const score = this.score(image, c)
    const curve: Curve | null = this.input.book.curve(c)
    return { score, probability: curve && probabilityOf(curve, score) }
  }

  private score(image: number, c: number): number {
    return this.input.scores[image * this.input.classCount + c] ?? 0
  }
}

/** An estimate of labels among `open` unknown ones, of which there cannot be more. */
function atMost({ low, mid, high }: Range, open: number): Range {
  return { low: Math.min(low, open), mid: Math.min(mid, open), high: Math.min(high, open) }
}
