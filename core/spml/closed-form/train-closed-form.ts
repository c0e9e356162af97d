import type { EpochRecord, Recipe } from '../../contract/training'
import { meanAveragePrecision } from '../../kernel/metrics'
import { wasmMatMul } from '../../tensor/mat-mul'
import { analyseEpoch } from '../analyses/epoch'
import { gatherRows } from '../batches'
import { breathe } from '../breathe'
import { divideImages } from '../held-out'
import type { Division } from '../held-out'
import { PRESENT } from '../method'
import type { Parameters } from '../method'
import { hiddenPrecision } from '../report'
import type { TrainEvent, TrainInput, TrainResult } from '../train-input'
import type { ClosedFormMethod } from './catalogue'
import { scoreClosedForm } from './closed-form-head'
import type { ClosedFormHead } from './closed-form-head'
import { FIT_PARTS, fitClosedForm } from './fit'
import type { ClosedFormInput } from './fit'
import type { CellReader } from './fit-input'
import { heldOutAgreement, markSuspects, meanLoss } from './judge'

/** Images that are scored at once. */
const SCORED = 1024

/**
 * A training without epochs: solves for the classifier, scores everything, and yields what a training
 * yields, with one epoch. Every labelled image teaches; the held-out ones judge by what the fit says about
 * them without their own label (exact for ridge, estimated for kernel and posterior).
 * @throws Failure CANCELLED
 */
export async function* trainClosedForm(
  input: TrainInput,
  recipe: Recipe,
  method: ClosedFormMethod,
  parameters: Parameters,
  signal: AbortSignal,
): AsyncGenerator<TrainEvent, void, undefined> {
  const began = performance.now()
  const division = divideImages(input.labels, input.classes, recipe.seed)
  const rows = Uint32Array.from([...division.training, ...division.heldOut]).sort()
  const examples = examplesOf(input, rows, recipe.seed)
  const means = { matMul: wasmMatMul, breathe: () => breathe(signal) }
  const fitting = fitClosedForm(examples, method.settings(parameters), means)
  let part = await fitting.next()
  for (let step = 1; !part.done; step++) {
    yield { kind: 'step', epoch: 1, step, steps: FIT_PARTS + 1, loss: 0 }
    await breathe(signal)
    part = await fitting.next()
  }
  const { head, scores: unseen, kernelScores } = part.value
  const { views, validation } = input
  const known = kernelScores && { rows, scores: kernelScores }
  const scores = await scoreAll(head, input.features, views?.cells, signal, known)
  yield { kind: 'step', epoch: 1, step: FIT_PARTS + 1, steps: FIT_PARTS + 1, loss: 0 }
  const judged = validation
    ? await scoreAll(head, validation.features, validation.cells, signal)
    : null
  const seconds = (performance.now() - began) / 1000
  const outcome = { unseen, scores, judged, rows, targets: examples.targets, division, seconds }
  const record = recordOf(input, outcome)
  yield { kind: 'epoch', record }
  yield { kind: 'done', result: resultOf(input, head, outcome, record) }
}

type Outcome = {
  /** Of the images that taught, each without its own label [rows * C]. */
  unseen: Float32Array
  /** Of all images, by the classifier as it is [N * C]. */
  scores: Float32Array
  judged: Float32Array | null
  rows: Uint32Array
  targets: Float32Array
  division: Division
  seconds: number
}

function examplesOf(input: TrainInput, rows: Uint32Array, seed: number): ClosedFormInput {
  const { features, images, classes, labels, views } = input
  const width = features.length / images
  const states = gatherRows(labels, rows, classes, new Int8Array(rows.length * classes))
  return {
    features: gatherRows(features, rows, width, new Float32Array(rows.length * width)),
    images: rows.length,
    targets: Float32Array.from(states, (state) => (state === PRESENT ? 1 : 0)),
    ...{ classes, seed },
    ...(views?.cells && { cells: { reader: views.cells, rows } }),
  }
}

/** Logits [N * C] of all rows of a table of features. */
async function scoreAll(
  head: ClosedFormHead,
  features: Float32Array,
  cells: CellReader | undefined,
  signal: AbortSignal,
  known: KnownScores | null = null,
): Promise<Float32Array> {
  const { features: width, classes } = head
  const images = features.length / width
  const scores = new Float32Array(images * classes)
  for (let from = 0; from < images; from += SCORED) {
    await breathe(signal)
    const to = Math.min(images, from + SCORED)
    const rows = Uint32Array.from({ length: to - from }, (_, i) => from + i)
    const seen = head.positions > 0 && cells ? await cells.read(rows) : null
    const part = features.subarray(from * width, to * width)
    const kernel = known && knownOf(known, rows, classes)
    const block = scoreClosedForm(head, part, seen, { matMul: wasmMatMul }, kernel)
    scores.set(block, from * classes)
  }
  return scores
}

/** What a kernel says of the images that it was fitted on: `rows` in ascending order, scores [rows * C]. */
type KnownScores = { rows: Uint32Array; scores: Float32Array }

/** Known scores of consecutive images; null when not all of them are. */
function knownOf({ rows, scores }: KnownScores, wanted: Uint32Array, classes: number) {
  const start = rows.indexOf(wanted[0] ?? 0)
  const end = start + wanted.length
  if (start < 0 || rows[end - 1] !== wanted.at(-1)) return null
  return scores.subarray(start * classes, end * classes)
}

function recordOf(input: TrainInput, outcome: Outcome): EpochRecord {
  const { classes, labels, truth, validation, images } = input
  const { unseen, scores, judged, rows, targets, division, seconds } = outcome
  const marked = markSuspects(input, outcome)
  const judgement = judged && validation ? { logits: judged, truth: validation.truth } : null
  return {
    epoch: 1,
    loss: meanLoss(unseen, targets),
    map: judgement ? meanAveragePrecision(judgement.truth, judgement.logits, classes).map : null,
    agreement: heldOutAgreement(unseen, labels, rows, division.heldOut, classes),
    pseudoPositives: marked.reduce((sum, mark) => sum + mark, 0),
    imagesPerSecond: images / seconds,
    ...(truth && {
      analysis: analyseEpoch({
        ...{ logits: scores, labels, truth, marked, classes },
        ...(judgement && { validation: judgement }),
      }),
    }),
  }
}

function resultOf(
  { truth, labels, classes }: TrainInput,
  head: ClosedFormHead,
  { scores, seconds }: Outcome,
  record: EpochRecord,
): TrainResult {
  return {
    head,
    scores,
    epochs: [record],
    metrics: {
      map: record.map,
      mapBest: record.map,
      hiddenMap: truth ? hiddenPrecision(scores, truth, labels, classes) : null,
      falseNegatives: record.analysis?.falseNegatives ?? null,
      wasserstein: record.analysis?.wasserstein ?? null,
      agreement: record.agreement,
      bestEpoch: 1,
      trainSeconds: seconds,
    },
  }
}
