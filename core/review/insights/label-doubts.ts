import { probabilityOf, type Curve } from '../../kernel/calibration'
import { topK } from '../../kernel/top-k'
import { ABSENT, PRESENT, UNKNOWN } from '../label-state'

/** A label of a person and what the others say about it. */
export interface Doubt {
  readonly image: number
  readonly class: number
  readonly state: number
  readonly probability: number | null
  /** Share of the images where the class is unknown that score lower. */
  readonly above: number
  /** 0..1: how much the model speaks against it. */
  readonly doubt: number
}

export interface DoubtInput {
  readonly classCount: number
  /** [N, C] */
  readonly states: Int8Array
  /** [N, C]; of the unknown, to compare with. */
  readonly scores: Float32Array
  /** [N] 1 for images that the model learns from. */
  readonly known: ArrayLike<number>
  /** Scores of labelled images, none having seen its own label. */
  readonly leaveOneOut: (classIndex: number, images: readonly number[]) => ArrayLike<number>
  /** Of each class; null before calibration. */
  readonly curves: readonly (Pick<Curve, 'intercept' | 'slope'> | null)[]
  /** Labels that a person has checked: image * classCount + class. */
  readonly checked: ReadonlySet<number>
  readonly most: number
  /** Told now and then which share is done. */
  readonly tell?: (share: number) => void
}

/** A class with fewer present labels has taught the model too little to doubt any of them. */
const FEWEST_PRESENT = 5
/** Mistakes expected among labels where no answers say more. */
const USUAL_MISTAKES = 0.03
/** Below it a label is not worth a look: for probabilities, and for those guessed before there are any. */
const LEAST_DOUBT = { calibrated: 0.5, guessed: 0.1 } as const
/** The lowest tenth of the unknown is one: finer, a few labels would decide. */
const LOWEST = 0.1
/**
 * Labels of one kind in a class that are judged: of more, those that by their plain score are most
 * doubtful. An import may bring millions, and each costs a product with all features.
 */
const MOST_JUDGED = 200
/** Labels judged between two breaths. */
const JUDGED_AT_ONCE = 128

export interface Doubts {
  /** The most doubtful first. */
  readonly rows: Doubt[]
  /** Labels of the classes that could be judged; `judged` of them were. */
  readonly labels: number
  readonly judged: number
  readonly checked: number
}

/**
 * Labels of people that the model doubts most: present ones that score low, absent ones that score
 * high, by scores that have not seen the label itself. Yields between slices.
 */
export function* doubtSteps(input: DoubtInput): Generator<void, Doubts> {
  const { classCount, most } = input
  let rows: Doubt[] = []
  let labels = 0
  let judged = 0
  let checked = 0
  for (let c = 0; c < classCount; c++) {
    input.tell?.(c / classCount)
    const own = labelsOf(input, c)
    yield
    if (own.present.length < FEWEST_PRESENT) continue
    labels += own.present.length + own.absent.length
    const all = yield* judgedOf(input, c, own)
    judged += all.length
    const open = all.filter(({ image }) => !input.checked.has(image * classCount + c))
    checked += all.length - open.length
    rows = [...rows, ...open.filter(isDoubtful)]
      .sort((a, b) => b.doubt - a.doubt || a.image - b.image)
      .slice(0, most)
  }
  return { rows, labels, judged, checked }
}

function* judgedOf(input: DoubtInput, c: number, own: ClassLabels): Generator<void, Doubt[]> {
  const worth = (sign: number) => (image: number) =>
    sign * (input.scores[image * input.classCount + c] ?? 0)
  const suspects = [
    { state: PRESENT, images: mostWorth(own.present, worth(-1)) },
    { state: ABSENT, images: mostWorth(own.absent, worth(1)) },
  ]
  const usual = yield* scoresOf(input, c, evenly(own.present))
  const judge = judgeOf(input.curves[c] ?? null, own.unknown, usual)
  const all: Doubt[] = []
  for (const { state, images } of suspects) {
    const scores = yield* scoresOf(input, c, images)
    images.forEach((image, k) => all.push(judge(image, c, scores[k] ?? 0, state)))
  }
  return all
}

function mostWorth(images: readonly number[], worth: (image: number) => number): readonly number[] {
  if (images.length <= MOST_JUDGED) return images
  return topK(images.length, MOST_JUDGED, (k) => worth(images[k] ?? 0)).map((k) => images[k] ?? 0)
}

function evenly(images: readonly number[]): readonly number[] {
  const step = images.length / MOST_JUDGED
  if (step <= 1) return images
  return Array.from({ length: MOST_JUDGED }, (_, k) => images[Math.floor(k * step)] ?? 0)
}

interface ClassLabels {
  present: number[]
  absent: number[]
  /** Scores of the images where the class is unknown, ascending. */
  unknown: Float32Array
}

function labelsOf({ classCount, states, scores, known }: DoubtInput, c: number): ClassLabels {
  const present: number[] = []
  const absent: number[] = []
  const unknown: number[] = []
  for (let image = 0; image * classCount < states.length; image++) {
    if (!known[image]) continue
    const entry = image * classCount + c
    const state = states[entry]
    if (state === PRESENT) present.push(image)
    else if (state === ABSENT) absent.push(image)
    else if (state === UNKNOWN) unknown.push(scores[entry] ?? 0)
  }
  return { present, absent, unknown: Float32Array.from(unknown).sort() }
}

function* scoresOf(
  { leaveOneOut }: DoubtInput,
  c: number,
  images: readonly number[],
): Generator<void, Float32Array> {
  const scores = new Float32Array(images.length)
  for (let from = 0; from < images.length; from += JUDGED_AT_ONCE) {
    scores.set(leaveOneOut(c, images.slice(from, from + JUDGED_AT_ONCE)), from)
    yield
  }
  return scores
}

type Judge = (image: number, c: number, score: number, state: number) => Doubt

/** By the calibrated probability; before there is one, by how few of the present labels score so low. */
function judgeOf(
  curve: DoubtInput['curves'][number],
  unknown: Float32Array,
  present: Float32Array,
): Judge {
  const heights = present.map((score) => shareBelow(unknown, score)).sort()
  return (image, c, score, state) => {
    const above = shareBelow(unknown, score)
    const probability = curve && probabilityOf(curve, score)
    const guessed = state === PRESENT ? mistakeAt(heights, above) : 0
    const known = probability === null ? guessed : state === PRESENT ? 1 - probability : probability
    return { image, class: c, state, probability, above, doubt: known }
  }
}

/**
 * A wrong label lies anywhere among the unknown, a right one seldom below most of them: the share of
 * mistakes among the labels that lie no higher than this one.
 */
function mistakeAt(heights: Float32Array, above: number): number {
  const height = Math.max(LOWEST, above)
  const right = (shareUpTo(heights, height) * heights.length + 1) / (heights.length + 1)
  return USUAL_MISTAKES / (USUAL_MISTAKES + ((1 - USUAL_MISTAKES) * right) / height)
}

/** Share of ascending values that lie below one. */
function shareBelow(ascending: Float32Array, value: number): number {
  return share(ascending, (one) => one < value)
}

/** Share of ascending values that do not lie above one. */
function shareUpTo(ascending: Float32Array, value: number): number {
  // Heights are kept in single precision, and one of them is compared with itself.
  return share(ascending, (one) => one <= Math.fround(value))
}

/** Of ascending values, those at the start of which something is true. */
function share(ascending: Float32Array, isBefore: (value: number) => boolean): number {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBefore(ascending[middle] ?? 0)) low = middle + 1
    else high = middle
  }
  return ascending.length === 0 ? 0 : low / ascending.length
}

function isDoubtful({ probability, doubt }: Doubt): boolean {
  return doubt > (probability === null ? LEAST_DOUBT.guessed : LEAST_DOUBT.calibrated)
}
