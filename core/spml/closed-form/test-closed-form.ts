import { RandomState } from '../../kernel/rng'
import type { AttentionExpert } from './attend'
import type { ClosedFormHead, Experts } from './closed-form-head'
import { unitRows } from './fit-input'

export type Sizes = {
  channels: number
  features: number
  classes: number
  cells: number
  rank: number
  images: number
}

export const EXPERTS = ['ridge', 'kernel', 'attention', 'lda'] as const

/** A closed-form classifier of made-up numbers with the experts that are named. */
export function madeUpHead(sizes: Sizes, names: readonly (keyof Experts)[]): ClosedFormHead {
  const rng = new RandomState(7)
  const normals = (count: number, scale = 1) =>
    Float32Array.from({ length: count }, () => scale * rng.normal())
  const spreads = (count: number) => normals(count).map((x) => 0.5 + Math.abs(x))
  const { features, classes, images } = sizes
  const all: Required<Experts> = {
    ridge: { weights: normals(features * classes), means: normals(classes) },
    kernel: {
      rows: unitRows(normals(images * features), features),
      duals: normals(images * classes),
      means: normals(classes),
      sharpness: 1.5,
    },
    attention: attentionOf(sizes, normals, spreads),
    lda: { weights: normals(features * classes, 0.1), bias: normals(classes), temperature: 0.5 },
  }
  const chosen = names.map((name) => [name, all[name]])
  return {
    kind: 'closed-form',
    ...{ features, classes, mean: normals(features, 0.2), std: spreads(features) },
    positions: names.includes('attention') ? sizes.cells : 0,
    // Object.fromEntries forgets which value belongs to which name.
    experts: Object.fromEntries(chosen) as Experts,
    mix: {
      sums: { mean: normals(classes), std: spreads(classes) },
      posteriors: { mean: normals(classes), std: spreads(classes) },
      posteriorShare: 0.7,
      intercept: normals(classes),
      slope: spreads(classes),
    },
  }
}

function attentionOf(
  { channels, classes, rank }: Sizes,
  normals: (count: number, scale?: number) => Float32Array,
  spreads: (count: number) => Float32Array,
): AttentionExpert {
  const matrix = normals(channels * rank, 0.2)
  return {
    projection: { matrix, offset: normals(rank), channels, rank },
    evidence: normals(rank * classes),
    classes,
    heads: Array.from({ length: classes }, (_, c) => ({
      ...{ scale: 0.25 * (c + 1), mean: normals(rank, 0.3), std: spreads(rank) },
      ...{ weights: normals(rank), bias: c / 4 },
    })),
  }
}
