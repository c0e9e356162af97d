import { describe, expect, it } from 'vitest'
import { RandomState } from '../../kernel/rng'
import { answerRequest } from './answer'
import type { OracleAnswer } from './answer'

const IMAGES = 2
const CLASSES = 3

/** A table [B][C] of random logits, or [B][C][2] of random embeddings. */
function tables(rng: RandomState) {
  const table = () =>
    Array.from({ length: IMAGES }, () => Array.from({ length: CLASSES }, () => 3 * rng.normal()))
  const embedding = () => table().map((row) => row.map((x) => [Math.cos(x), Math.sin(x)]))
  return {
    logits: table(),
    strongLogits: table(),
    maskedLogits: table(),
    reward: table().map((row) => row.map((x) => 1 / (1 + Math.exp(-x)))),
    embedding: embedding(),
    strongEmbedding: embedding(),
  }
}

/** Answers to batches that follow each other, the state going from one to the next as JSON. */
function answers(method: string, parameters: Record<string, number>): OracleAnswer[] {
  const rng = new RandomState(5)
  const found: OracleAnswer[] = []
  for (let k = 0; k < 6; k++) {
    const state: unknown = JSON.parse(JSON.stringify(found.at(-1)?.state ?? {}))
    const labels = [
      [1, -1, -1],
      [-1, -1, k % 2 === 0 ? -1 : 1],
    ]
    const position = { epoch: 8, step: 40 + k, steps: 5 }
    found.push(answerRequest({ method, labels, ...tables(rng), ...position, parameters, state }))
  }
  return found
}

describe('state that goes from one request to the next', () => {
  it('of IGNORE follows gaps and logits over batches', () => {
    const rng = new RandomState(5)
    let tau = 0
    let mu = [0, 0, 0]
    for (const [k, { state }] of answers('ignore', { lam: 0.9 }).entries()) {
      const { logits, maskedLogits } = tables(rng)
      const at = (table: number[][], b: number, c: number) => table[b]?.[c] ?? Number.NaN
      const gap = (b: number, c: number) => Math.abs(at(logits, b, c) - at(maskedLogits, b, c))
      const isSingle = k % 2 === 0
      tau = 0.9 * tau + 0.1 * (isSingle ? gap(0, 0) : (gap(0, 0) + gap(1, 2)) / 2)
      const mean = [
        at(logits, 1, 0),
        (at(logits, 0, 1) + at(logits, 1, 1)) / 2,
        isSingle ? (at(logits, 0, 2) + at(logits, 1, 2)) / 2 : at(logits, 0, 2),
      ]
      mu = mu.map((value, c) => 0.9 * value + 0.1 * (mean[c] ?? Number.NaN))
      expect(state['tau']).toBeCloseTo(tau, 6)
      const now = [state['mu']].flat()
      for (const [c, value] of mu.entries()) expect(now[c]).toBeCloseTo(value, 5)
    }
  })

  it('of LAC fills the queue and begins at its front again', () => {
    const pointers = answers('lac', { queue: 7, threshold: 1 }).map(({ state }) => [
      state['queuePointer'],
      state['queueLabels'],
    ])
    expect(pointers).toEqual([
      [1, [1, 0, 0, 0, 0, 0, 0]],
      [3, [1, 1, 3, 0, 0, 0, 0]],
      [4, [1, 1, 3, 1, 0, 0, 0]],
      [6, [1, 1, 3, 1, 1, 3, 0]],
      [1, [1, 1, 3, 1, 1, 3, 0]],
      [3, [1, 1, 3, 1, 1, 3, 0]],
    ])
  })

  it('of SCPNet and SemiReward remembers what was certain and how it was judged', () => {
    const selected = answers('scpnet', { pCutoff: 0.6 }).map(({ state }) => state['selected'])
    const counts = selected.map((table) => [table].flat(2).filter((value) => value === 1).length)
    expect(counts).toEqual(counts.toSorted((a, b) => a - b))
    expect(counts.at(-1)).toBeGreaterThan(counts[0] ?? 0)
    const rewards = answers('semireward', {}).map(({ state }) => [state['rewards']].flat()[1])
    expect(rewards.at(-1)).toBeGreaterThan(0.03)
  })
})
