import { RandomState } from '../../kernel/rng'
import { gatherRows } from '../batches'
import { ABSENT, PRESENT } from '../method'
import type { Companion, CompanionContext } from './companion'

/** Probability that a decided label starts with. */
const DECIDED = 0.995
/** Unknown labels start between 1 - this and this. */
const DOUBT = 0.6

const BETA1 = 0.9
const BETA2 = 0.999
const EPSILON = 1e-8

/**
 * ROLE's table of label logits, one for every image and class (Cole et al., CVPR 2021). Its Adam is dense,
 * as in the released code: rows that are not in the batch go on by their momentum.
 */
export function estimateTable(context: CompanionContext): Companion {
  const { classes } = context
  let step = 0
  let table = firstEstimates(context)
  let first = new Float32Array(table.length)
  let second = new Float32Array(table.length)
  return {
    outputs: ({ rows }) => ({
      estimate: gatherRows(table, rows, classes, new Float32Array(rows.length * classes)),
    }),
    learn: ({ rows }, { estimate }) => {
      if (estimate === undefined) return
      step++
      const gradient = new Float32Array(table.length)
      rows.forEach((row, i) => {
        gradient.set(estimate.subarray(i * classes, (i + 1) * classes), row * classes)
      })
      const correction = Math.sqrt(1 - BETA2 ** step)
      const rate = (context.learningRate * correction) / (1 - BETA1 ** step)
      gradient.forEach((g, i) => {
        const mean = BETA1 * (first[i] ?? 0) + (1 - BETA1) * g
        const square = BETA2 * (second[i] ?? 0) + (1 - BETA2) * g * g
        first[i] = mean
        second[i] = square
        table[i] = (table[i] ?? 0) - (rate * mean) / (Math.sqrt(square) + EPSILON * correction)
      })
    },
    arrays: () => Promise.resolve({ table, first, second, step: Float32Array.of(step) }),
    restore: (read) => {
      step = read('step', 1)[0] ?? 0
      table = Float32Array.from(read('table', table.length))
      first = Float32Array.from(read('first', first.length))
      second = Float32Array.from(read('second', second.length))
    },
    dispose: () => undefined,
  }
}

function firstEstimates({ states, seed }: CompanionContext): Float32Array<ArrayBuffer> {
  const rng = new RandomState(seed)
  const logit = (p: number) => Math.log(p / (1 - p))
  return Float32Array.from(states, (state) => {
    const doubt = logit(DOUBT) * (2 * rng.uniform() - 1)
    if (state === PRESENT) return logit(DECIDED)
    return state === ABSENT ? -logit(DECIDED) : doubt
  })
}
