import { RandomState } from '../../kernel/rng'
import { columnMeans, lessColumns, unitRows } from './fit-input'
import type { CellReader, Means } from './fit-input'
import { invertRegularised } from './invert'
import { standardise } from '../standardise'
import { fitRidge } from './ridge'
import { attend, projectCells } from './attend'
import type { AttentionExpert, Cells } from './attend'
import { leadingSubspace } from './subspace'

/** Dimensions that cells are projected to. */
const RANK = 128
/** Images whose cells are read at once. */
const BLOCK = 512
/** Images that say well enough in which directions cells differ. */
const SAMPLE = 256
/** Pooled rows that are shorter on average hold rounding errors: nothing differs between the pictures. */
const SHORTEST = 1e-3
/** Parts of the images: what looks at a cell has not learnt from that image's labels. */
const FOLDS = 4

export type AttentionSettings = {
  /** Sharpness of the attention, in standard deviations of a class's evidence. */
  sharpness: number
  /** Ridge of the evidence and of the weights on what was attended to. */
  evidenceRidge: number
  ridge: number
}

type AttentionInput = {
  cells: CellReader
  /** The images to learn from, as rows of the reader. */
  rows: Uint32Array
  /** [rows, C] */
  targets: Float32Array
  classes: number
  /** Mean and spread of every channel. */
  mean: Float32Array
  std: Float32Array
  seed: number
}

/**
 * Every class looks at the cells of the map where its evidence is, and judges what it sees there: ridge
 * regression on means of cells gives the evidence (a class activation map), a softmax over the cells the
 * attention, and a second ridge regression on the cells so weighted the score. Evidence for an image comes
 * from a fit without it (four folds), else training images would be looked at with their answers known.
 * Returns leave-one-out scores [rows * C].
 */
export async function fitAttention(
  input: AttentionInput,
  settings: AttentionSettings,
  means: Means,
): Promise<{ expert: AttentionExpert; scores: Float32Array }> {
  const { targets, classes, rows } = input
  const projection = await fitProjection(input, means)
  const cells = await projectAll(input, projection, means)
  const { evidence, weights } = await crossFitEvidence(input, cells, settings, means)
  const count = rows.length
  const scores = new Float32Array(count * classes)
  const expert: AttentionExpert = { projection, evidence: weights, classes, heads: [] }
  for (let c = 0; c < classes; c++) {
    const scale = settings.sharpness / (spread(evidence, c, classes) || 1)
    const seen = attend(cells, evidence, c, classes, scale)
    const own = targets.filter((_, i) => i % classes === c)
    const fitted = await fitSeen(seen, own, cells.rank, settings.ridge, means)
    fitted.scores.forEach((score, n) => (scores[n * classes + c] = score))
    expert.heads.push({ scale, ...fitted.head })
    await means.breathe()
  }
  return { expert, scores }
}

/** Weights of one class on what it attends to, rows [N, R] standardised and brought to length 1. */
async function fitSeen(
  seen: Float32Array,
  targets: Float32Array,
  rank: number,
  ridge: number,
  means: Means,
) {
  const mean = columnMeans(seen, rank)
  const centred = lessColumns(seen, mean)
  const squares = columnMeans(
    centred.map((x) => x * x),
    rank,
  )
  const std = squares.map((square) => Math.sqrt(square) || 1)
  const rows = unitRows(
    centred.map((x, i) => x / (std[i % rank] ?? 1)),
    rank,
  )
  const fitted = await fitRidge({ rows, width: rank, targets, classes: 1 }, ridge, means)
  const { weights, means: offset } = fitted.expert
  return { scores: fitted.scores, head: { mean, std, weights, bias: offset[0] ?? 0 } }
}

/** Folds the channels' scaling into a projection on the leading directions of the cells. */
async function fitProjection(input: AttentionInput, means: Means) {
  const { cells, rows, mean, std, seed } = input
  const { channels, positions } = cells
  const rank = Math.min(RANK, channels)
  const moment = new Float32Array(channels * channels)
  let squares = 0
  const stride = Math.ceil(rows.length / SAMPLE)
  const sample = rows.filter((_, i) => i % stride === 0)
  for (let from = 0; from < sample.length; from += BLOCK) {
    const block = await cells.read(sample.subarray(from, from + BLOCK))
    const scaled = standardise(block, { mean, std })
    squares += pooledSquares(scaled, positions, channels)
    const count = scaled.length / channels
    const part = means.matMul(scaled, count, channels, scaled, channels, { transposeA: true })
    part.forEach((value, i) => (moment[i] = (moment[i] ?? 0) + value))
    await means.breathe()
  }
  const basis = await leadingSubspace(moment, channels, rank, seed, means.matMul, means.breathe)
  // Pooled rows get length 1 on average, so that ridges mean the same for every backbone.
  const measured = Math.sqrt(squares / Math.max(1, sample.length))
  const length = measured > SHORTEST ? measured : 1
  const matrix = basis.map((x, i) => x / (std[Math.floor(i / rank)] ?? 1) / length)
  const offset = new Float32Array(rank)
  matrix.forEach((x, i) => {
    offset[i % rank] = (offset[i % rank] ?? 0) - x * (mean[Math.floor(i / rank)] ?? 0)
  })
  return { matrix, offset, channels, rank }
}

function pooledSquares(cells: Float32Array, positions: number, channels: number): number {
  let sum = 0
  for (let start = 0; start < cells.length; start += positions * channels) {
    const image = cells.subarray(start, start + positions * channels)
    columnMeans(image, channels).forEach((x) => (sum += x * x))
  }
  return sum
}

async function projectAll(
  { cells, rows }: AttentionInput,
  projection: AttentionExpert['projection'],
  means: Means,
): Promise<Cells> {
  const { rank } = projection
  const data = new Float32Array(rows.length * cells.positions * rank)
  for (let from = 0; from < rows.length; from += BLOCK) {
    const block = await cells.read(rows.subarray(from, from + BLOCK))
    data.set(projectCells(projection, block, means), from * cells.positions * rank)
    await means.breathe()
  }
  return { data, positions: cells.positions, rank }
}

/** Evidence of every cell for every class [N * P * C] by weights that have not seen the image. */
async function crossFitEvidence(
  { targets, classes, seed }: AttentionInput,
  cells: Cells,
  { evidenceRidge }: AttentionSettings,
  means: Means,
): Promise<{ evidence: Float32Array; weights: Float32Array }> {
  const { data, positions, rank } = cells
  const count = targets.length / classes
  const pooled = meanCells(cells)
  const centred = lessColumns(targets, columnMeans(targets, classes))
  const order = new RandomState(seed).permutation(count)
  const evidence = new Float32Array(count * positions * classes)
  for (let fold = 0; fold < FOLDS; fold++) {
    const own = order.filter((_, i) => i % FOLDS === fold)
    const others = order.filter((_, i) => i % FOLDS !== fold)
    const fitted = await evidenceWeights(pooled, centred, others, rank, evidenceRidge, means)
    const part = means.matMul(
      take(data, own, positions * rank),
      own.length * positions,
      rank,
      fitted,
      classes,
    )
    own.forEach((row, i) => {
      const size = positions * classes
      evidence.set(part.subarray(i * size, (i + 1) * size), row * size)
    })
    await means.breathe()
  }
  const weights = await evidenceWeights(pooled, centred, order, rank, evidenceRidge, means)
  return { evidence, weights }
}

/** [R, C] of a ridge regression on the mean cells of some rows. */
async function evidenceWeights(
  pooled: Float32Array,
  centred: Float32Array,
  rows: Uint32Array,
  rank: number,
  ridge: number,
  { matMul, breathe }: Means,
): Promise<Float32Array> {
  const classes = (centred.length / pooled.length) * rank
  // Of a single picture nothing is left to learn from.
  if (rows.length === 0) return new Float32Array(rank * classes)
  const x = take(pooled, rows, rank)
  const y = take(centred, rows, classes)
  const gram = matMul(x, rows.length, rank, x, rank, { transposeA: true })
  const inverse = await invertRegularised(gram, rank, ridge, matMul, breathe)
  const moments = matMul(x, rows.length, rank, y, classes, { transposeA: true })
  return matMul(inverse, rank, rank, moments, classes)
}

function meanCells({ data, positions, rank }: Cells): Float32Array {
  const size = positions * rank
  const pooled = new Float32Array(data.length / positions)
  for (let n = 0; n * size < data.length; n++) {
    pooled.set(columnMeans(data.subarray(n * size, (n + 1) * size), rank), n * rank)
  }
  return pooled
}

function take(table: Float32Array, rows: Uint32Array, width: number): Float32Array {
  const taken = new Float32Array(rows.length * width)
  rows.forEach((row, i) => {
    taken.set(table.subarray(row * width, (row + 1) * width), i * width)
  })
  return taken
}

/** Standard deviation of one class's evidence over all cells. */
function spread(evidence: Float32Array, c: number, classes: number): number {
  let sum = 0
  let squares = 0
  const count = evidence.length / classes
  for (let i = c; i < evidence.length; i += classes) {
    const x = evidence[i] ?? 0
    sum += x
    squares += x * x
  }
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2))
}
