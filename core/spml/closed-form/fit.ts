import { classCurve, poolAnswers } from '../../kernel/calibration'
import { measureScaling, standardise } from '../standardise'
import { fitAttention } from './attention'
import type { AttentionSettings } from './attention'
import { addUp, blended } from './closed-form-head'
import type { ClosedFormHead, Experts, Mix } from './closed-form-head'
import { columnMeans, lessColumns, unitRows } from './fit-input'
import type { CellReader, FitInput, Means } from './fit-input'
import { fitKernelRidge } from './kernel-ridge'
import { fitLda } from './lda'
import { fitUnitRidge } from './ridge'

/** Beyond so many images the kernel matrix is too large; plain ridge on unit rows takes its place. */
export const MOST_KERNEL_IMAGES = 8000

/** How often a fit yields. */
export const FIT_PARTS = 3

/** Which experts to fit, and how. */
export type ClosedFormSettings = {
  ridge?: { lambda: number }
  kernel?: { sharpness: number; lambda: number }
  attention?: AttentionSettings
  lda?: { shrinkage: number; temperature: number }
  posteriorShare: number
}

export type ClosedFormInput = {
  /** Pooled features of the images to learn from [N, D], the channels' means first. */
  features: Float32Array
  images: number
  /** 1 present, 0 absent or unknown [N, C]. */
  targets: Float32Array
  classes: number
  seed: number
  /** The cells of the same images, in rows of the reader; without them nothing attends. */
  cells?: { reader: CellReader; rows: Uint32Array }
}

export type ClosedFormFit = {
  head: ClosedFormHead
  /** Logits [N * C], of each image as if it had not been labelled wherever that can be had. */
  scores: Float32Array
  /** What the kernel says of the same images with their labels [N * C]; null without a kernel. */
  kernelScores: Float32Array | null
}

/** Solves for a classifier, and yields after each of its parts. The same input gives the same numbers. */
export async function* fitClosedForm(
  input: ClosedFormInput,
  settings: ClosedFormSettings,
  means: Means,
): AsyncGenerator<void, ClosedFormFit> {
  const { features, images, targets, classes, seed } = input
  const width = features.length / images
  const scaling = measureScaling(features, width, width)
  const vectors = standardise(features.slice(), scaling)
  const units = unitRows(vectors, width)
  const rows: FitInput = { vectors, units, images, width, classes, targets, seed }
  const regressions = await fitRegressions(rows, settings, means)
  yield
  const attention = await attentionOf(input, scaling, settings, means)
  yield
  const lda = settings.lda && (await fitLda(rows, settings.lda, means))
  yield
  const experts: Experts = {
    ...regressions.experts,
    ...(attention && { attention: attention.expert }),
    ...(lda && { lda: lda.expert }),
  }
  const sums = addUp([...regressions.scores, attention?.scores])
  const posteriors = lda ? lda.scores : null
  const { mix, scores } = fitMix(sums, posteriors, targets, classes, settings.posteriorShare)
  const positions = attention ? (input.cells?.reader.positions ?? 0) : 0
  const head: ClosedFormHead = {
    ...{ kind: 'closed-form', features: width, classes, positions },
    ...{ ...scaling, experts, mix },
  }
  return { head, scores, kernelScores: regressions.fitted }
}

async function fitRegressions(rows: FitInput, settings: ClosedFormSettings, means: Means) {
  const experts: Pick<Experts, 'ridge' | 'kernel'> = {}
  const scores: Float32Array[] = []
  let kernelScores: Float32Array | null = null
  const fitsKernel = settings.kernel !== undefined && rows.images <= MOST_KERNEL_IMAGES
  if (settings.kernel && fitsKernel) {
    const fitted = await fitKernelRidge(rows, settings.kernel, means)
    experts.kernel = fitted.expert
    scores.push(fitted.scores)
    kernelScores = fitted.fitted
  }
  // exp(g (cos - 1)) is g cos and a constant to first order: so is the ridge that is nearest to it.
  const { kernel } = settings
  const instead = kernel && !fitsKernel ? { lambda: (2 * kernel.lambda) / kernel.sharpness } : null
  const ridge = settings.ridge ?? instead
  if (ridge) {
    const fitted = await fitUnitRidge(rows, ridge.lambda, means)
    experts.ridge = fitted.expert
    scores.push(fitted.scores)
  }
  return { experts, scores, fitted: kernelScores }
}

async function attentionOf(
  { cells, targets, classes, seed }: ClosedFormInput,
  { mean, std }: { mean: Float32Array; std: Float32Array },
  { attention }: ClosedFormSettings,
  means: Means,
) {
  if (!attention || !cells) return null
  const { reader, rows } = cells
  const { channels } = reader
  return fitAttention(
    {
      ...{ cells: reader, rows, targets, classes, seed },
      ...{ mean: mean.subarray(0, channels), std: std.subarray(0, channels) },
    },
    attention,
    means,
  )
}

/** Measures how the experts' scores spread, and turns what they say together into logits. */
function fitMix(
  sums: Float32Array | null,
  posteriors: Float32Array | null,
  targets: Float32Array,
  classes: number,
  posteriorShare: number,
): { mix: Mix; scores: Float32Array } {
  const none = new Float32Array(targets.length)
  const spreads = {
    sums: spreadOf(sums ?? none, classes),
    posteriors: spreadOf(posteriors ?? none, classes),
    posteriorShare,
  }
  const scores = blended(spreads, sums, posteriors)
  const answers = Array.from(scores, (score, i) => ({ score, right: (targets[i] ?? 0) > 0.5 }))
  const pooled = poolAnswers(answers)
  const intercept = new Float32Array(classes)
  const slope = new Float32Array(classes).fill(1)
  if (pooled) {
    for (let c = 0; c < classes; c++) {
      const curve = classCurve(
        pooled,
        answers.filter((_, i) => i % classes === c),
      )
      intercept[c] = curve.intercept
      slope[c] = curve.slope
    }
  }
  const logits = scores.map(
    (score, i) => (intercept[i % classes] ?? 0) + (slope[i % classes] ?? 1) * score,
  )
  return { mix: { ...spreads, intercept, slope }, scores: logits }
}

/** Mean and standard deviation of every class's scores; a class that hardly varies is left as it is. */
function spreadOf(scores: Float32Array, classes: number): Mix['sums'] {
  const mean = columnMeans(scores, classes)
  const squares = columnMeans(
    lessColumns(scores, mean).map((x) => x * x),
    classes,
  )
  return { mean, std: squares.map((square) => (square > 1e-12 ? Math.sqrt(square) : 1)) }
}
