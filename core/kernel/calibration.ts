import { sigmoid } from './statistics'

/** One answered suggestion: its score when its own label was not counted, and whether it was right. */
export type Answer = { score: number; right: boolean }

/** logit p = intercept + slope * score, slope above 0, with the covariance of both ([3]: ii, is, ss). */
export type Curve = {
  intercept: number
  slope: number
  covariance: readonly [number, number, number]
}

/** Answers of both kinds that must exist before anything is called a probability. */
const MINIMUM_ANSWERS = 20
const MINIMUM_OF_EACH = 3

/** How far a class may stray from the pooled curve (standard deviations, scores standardised). */
const INTERCEPT_SPREAD = 0.7
const SLOPE_SPREAD = 0.35
/** The pooled curve's own prior: better scores are likelier right. */
const PRIOR_SLOPE = 1.5
const PRIOR_SLOPE_SPREAD = 1
const PRIOR_INTERCEPT_SPREAD = 3
const SMALLEST_SLOPE = 0.05
const NEWTON_STEPS = 12
/**
 * What is known without an answer: in a picture that nobody chose, a class is there about once in ten.
 * Answers are about the best pictures only; without this the curve would say of all others what it says
 * of those. It counts as a few answers and fades behind the real ones.
 */
const USUAL_SHARE = 0.1
const USUAL_WEIGHT = 10
/** A step below which a curve no longer moves. */
const STILL = 1e-10

/** The curve of all classes together, over standardised scores. */
export type PooledCurve = { curve: Curve; mean: number; deviation: number }

/**
 * Platt scaling over the answers of all classes; `others`: scores of pictures drawn at random that
 * nobody answered. Null (say: uncalibrated) before there are 20 answers with at least 3 of each kind.
 */
export function poolAnswers(
  answers: readonly Answer[],
  others: readonly number[] = [],
): PooledCurve | null {
  const rightCount = answers.reduce((sum, answer) => sum + Number(answer.right), 0)
  const few = Math.min(rightCount, answers.length - rightCount) < MINIMUM_OF_EACH
  if (answers.length < MINIMUM_ANSWERS || few) return null
  const { mean, deviation } = spreadOf(answers)
  const weight = USUAL_WEIGHT / Math.max(1, others.length)
  const usual = others.map((score) => ({ score, share: USUAL_SHARE, weight }))
  const curve = fit(standardised([...answers.map(toWeighed), ...usual], mean, deviation), {
    intercept: 0,
    slope: PRIOR_SLOPE,
    precision: [PRIOR_INTERCEPT_SPREAD ** -2, PRIOR_SLOPE_SPREAD ** -2],
  })
  return { curve, mean, deviation }
}

/**
 * Platt scaling of one class, shrunk to the pooled curve while the class has few answers; always
 * increasing, so that it never reorders a class.
 */
export function classCurve(pooled: PooledCurve, answers: readonly Answer[]): Curve {
  const { curve, mean, deviation } = pooled
  const own = fit(standardised(answers.map(toWeighed), mean, deviation), {
    intercept: curve.intercept,
    slope: curve.slope,
    precision: [INTERCEPT_SPREAD ** -2, SLOPE_SPREAD ** -2],
  })
  return toRawScores(own, mean, deviation)
}

/** The probability that a suggestion of this score is right. */
export function probabilityOf(curve: Pick<Curve, 'intercept' | 'slope'>, score: number): number {
  return sigmoid(curve.intercept + curve.slope * score)
}

type Prior = { intercept: number; slope: number; precision: readonly [number, number] }

/** `share` of `weight` answers to suggestions of this score were right. */
type Weighed = { score: number; share: number; weight: number }

function toWeighed({ score, right }: Answer): Weighed {
  return { score, share: Number(right), weight: 1 }
}

function standardised(answers: readonly Weighed[], mean: number, deviation: number): Weighed[] {
  return answers.map(({ score, ...rest }) => ({ score: (score - mean) / deviation, ...rest }))
}

function spreadOf(answers: readonly Answer[]) {
  let sum = 0
  let squares = 0
  for (const { score } of answers) {
    sum += score
    squares += score * score
  }
  const mean = sum / answers.length
  const deviation = Math.sqrt(Math.max(0, squares / answers.length - mean * mean))
  return { mean, deviation: deviation > 1e-9 ? deviation : 1 }
}

/** Newton's method on the log posterior, which is concave. */
function fit(answers: readonly Weighed[], prior: Prior): Curve {
  let { intercept, slope } = prior
  let hessian = hessianAt(answers, intercept, slope, prior)
  for (let step = 0; step < NEWTON_STEPS; step++) {
    let gi = prior.precision[0] * (prior.intercept - intercept)
    let gs = prior.precision[1] * (prior.slope - slope)
    for (const { score, share, weight } of answers) {
      const miss = weight * (share - sigmoid(intercept + slope * score))
      gi += miss
      gs += miss * score
    }
    const [ii, is, ss] = inverse2(hessian)
    // Half a step at a time far out keeps Newton from overshooting where the curve is flat.
    const damp = step < 2 ? 0.7 : 1
    const [byIntercept, bySlope] = [damp * (ii * gi + is * gs), damp * (is * gi + ss * gs)]
    intercept += byIntercept
    slope = Math.max(SMALLEST_SLOPE, slope + bySlope)
    if (Math.abs(byIntercept) + Math.abs(bySlope) < STILL) break
    hessian = hessianAt(answers, intercept, slope, prior)
  }
  return { intercept, slope, covariance: inverse2(hessian) }
}

type Symmetric2 = readonly [number, number, number]

function hessianAt(answers: readonly Weighed[], intercept: number, slope: number, prior: Prior) {
  let ii = prior.precision[0]
  let is = 0
  let ss = prior.precision[1]
  for (const { score, weight } of answers) {
    const p = sigmoid(intercept + slope * score)
    const bend = weight * p * (1 - p)
    ii += bend
    is += bend * score
    ss += bend * score * score
  }
  return [ii, is, ss] as const
}

function inverse2([ii, is, ss]: Symmetric2): Symmetric2 {
  const determinant = ii * ss - is * is
  return [ss / determinant, -is / determinant, ii / determinant]
}

/** From a curve over (score - mean) / deviation to one over the score itself. */
function toRawScores(curve: Curve, mean: number, deviation: number): Curve {
  const shift = mean / deviation
  const [ii, is, ss] = curve.covariance
  return {
    intercept: curve.intercept - curve.slope * shift,
    slope: curve.slope / deviation,
    covariance: [
      ii - 2 * shift * is + shift * shift * ss,
      (is - shift * ss) / deviation,
      ss / (deviation * deviation),
    ],
  }
}
