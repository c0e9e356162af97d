import { probabilityOf, type Curve } from '../../kernel/calibration'
import { ABSENT, PRESENT, UNKNOWN } from '../label-state'

/** A label of a person and what the others say about it. */
export interface Doubt {
  readonly image: number
  readonly class: number
  readonly state: number
  readonly probability: number | null
  readonly likeness: number
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
}

/** A class with fewer present labels has taught the model too little to doubt any of them. */
const FEWEST_PRESENT = 5
/** Labels judged between two breaths. */
const JUDGED_AT_ONCE = 1000

export interface Doubts {
  /** The most doubtful first. */
  readonly rows: Doubt[]
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
  let judged = 0
  let checked = 0
  for (let c = 0; c < classCount; c++) {
    const own = labelsOf(input, c)
    yield
    if (own.present.length < FEWEST_PRESENT) continue
    const present = yield* scoresOf(input, c, own.present)
    const absent = yield* scoresOf(input, c, own.absent)
    const like = likenessOf(mean(present), own.unknownMean)
    judged += present.length + absent.length
    const all = [
      ...own.present.map((image, k) => doubtOf(input, c, image, present[k] ?? 0, PRESENT, like)),
      ...own.absent.map((image, k) => doubtOf(input, c, image, absent[k] ?? 0, ABSENT, like)),
    ]
    const open = all.filter(({ image }) => !input.checked.has(image * classCount + c))
    checked += all.length - open.length
    rows = [...rows, ...open.filter(({ doubt }) => doubt > 0.5)]
      .sort((a, b) => b.doubt - a.doubt || a.image - b.image)
      .slice(0, most)
  }
  return { rows, judged, checked }
}

interface ClassLabels {
  present: number[]
  absent: number[]
  /** Mean score of the images where the class is unknown. */
  unknownMean: number
}

function labelsOf({ classCount, states, scores, known }: DoubtInput, c: number): ClassLabels {
  const present: number[] = []
  const absent: number[] = []
  let [sum, count] = [0, 0]
  for (let image = 0; image * classCount < states.length; image++) {
    if (!known[image]) continue
    const entry = image * classCount + c
    const state = states[entry]
    if (state === PRESENT) present.push(image)
    else if (state === ABSENT) absent.push(image)
    else if (state === UNKNOWN) {
      sum += scores[entry] ?? 0
      count++
    }
  }
  return { present, absent, unknownMean: count === 0 ? 0 : sum / count }
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

/** 1 at the mean of present labels, 0 at that of unknown ones; nothing where these do not differ. */
function likenessOf(presentMean: number, unknownMean: number): (score: number) => number {
  const width = presentMean - unknownMean
  return (score) => (width > 1e-6 ? (score - unknownMean) / width : 0.5)
}

function doubtOf(
  { curves }: DoubtInput,
  c: number,
  image: number,
  score: number,
  state: number,
  like: (score: number) => number,
): Doubt {
  const curve = curves[c]
  const likeness = like(score)
  const probability = curve ? probabilityOf(curve, score) : null
  // Squeezed, so that a class whose labels all score far out does not fill the list.
  const belief = probability ?? 1 / (1 + Math.exp(-4 * (likeness - 0.5)))
  const doubt = state === PRESENT ? 1 - belief : belief
  return { image, class: c, state, probability, likeness, doubt }
}

function mean(values: Float32Array): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
