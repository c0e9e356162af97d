import { beforeAll, describe, expect, it } from 'vitest'
import { plainMatMul } from '../../kernel/mat-mul'
import { RandomState } from '../../kernel/rng'
import { useDevice } from '../../tensor/backend'
import { memory } from '../../tensor/tf'
import { gatherRows } from '../batches'
import type { Companion, CompanionBatch, CompanionContext } from './companion'
import { makeCompanion } from './make-companion'
import { nearestRows } from './nearest'

const [IMAGES, CLASSES, WIDTH] = [40, 3, 4]

/** Images whose features lean towards their one known class. */
function context(): CompanionContext {
  const rng = new RandomState(4)
  const states = new Int8Array(IMAGES * CLASSES)
  const vectors = new Float32Array(IMAGES * WIDTH)
  for (let n = 0; n < IMAGES; n++) {
    const own = rng.interval(CLASSES - 1)
    states[n * CLASSES + own] = 1
    for (let d = 0; d < WIDTH; d++)
      vectors[n * WIDTH + d] = (d === own ? 2 : 0) + 0.3 * rng.normal()
  }
  states[1] = states[1] === 1 ? 1 : -1
  const read = (rows: Uint32Array) =>
    gatherRows(vectors, rows, WIDTH, new Float32Array(rows.length * WIDTH))
  const sizes = { images: IMAGES, classes: CLASSES, width: WIDTH }
  return { ...sizes, states, vectors: read, learningRate: 0.02, seed: 6 }
}

function batchOf({ states }: CompanionContext, rows: number[], step: number): CompanionBatch {
  const places = Uint32Array.from(rows)
  const size = rows.length * CLASSES
  const state = gatherRows(states, places, CLASSES, new Int8Array(size))
  const pseudo = new Float32Array(size).fill(Number.NaN)
  return { rows: places, labels: { state, pseudo }, step }
}

const rows = [0, 3, 5, 8, 13, 21, 34, 39]
const outputOf = (companion: Companion, batch: CompanionBatch) => {
  const { estimate, reward } = companion.outputs(batch)
  return estimate ?? reward ?? new Float32Array(0)
}

beforeAll(() => useDevice('wasm'))

describe.each(['estimate-table', 'label-encoder', 'rewarder'] as const)('%s', (kind) => {
  /** Pulls every label towards what people said, and the unknown ones down. */
  function learn(companion: Companion, own: CompanionContext, steps: number, from = 1): void {
    for (let step = from; step < from + steps; step++) {
      const batch = batchOf(own, rows, step)
      const output = outputOf(companion, batch)
      const estimate = output.map(
        (z, i) => 1 / (1 + Math.exp(-z)) - (batch.labels.state[i] === 1 ? 1 : 0),
      )
      companion.learn(batch, { logits: new Float32Array(0), estimate })
    }
  }

  it('learns what it is told, and gives it back', () => {
    const own = context()
    const companion = makeCompanion(kind, own)
    learn(companion, own, 150)
    const batch = batchOf(own, rows, 1)
    const output = outputOf(companion, batch)
    const mean = (wanted: boolean) => {
      const picked = output.filter((_, i) => (batch.labels.state[i] === 1) === wanted)
      return picked.reduce((a, b) => a + b, 0) / picked.length
    }
    expect(mean(true)).toBeGreaterThan(mean(false) + 0.2)
    companion.dispose()
  })

  it('goes on to the last bit where it was saved', async () => {
    const own = context()
    const [whole, first, second] = [0, 1, 2].map(() => makeCompanion(kind, own))
    if (!whole || !first || !second) throw new Error('Three were made.')
    learn(whole, own, 20)
    learn(first, own, 10)
    const arrays = await first.arrays()
    second.restore((name, length) => {
      const array = arrays[name]
      if (array?.length !== length) throw new RangeError(name)
      return array
    })
    learn(second, own, 10, 11)
    expect(await second.arrays()).toEqual(await whole.arrays())
    for (const companion of [whole, first, second]) companion.dispose()
  })

  it('works with one class, and with a batch that nobody labelled', () => {
    const own = { ...context(), classes: 1, states: new Int8Array(IMAGES).fill(1) }
    const companion = makeCompanion(kind, own)
    const pseudo = new Float32Array(2).fill(Number.NaN)
    for (const state of [Int8Array.of(1, 1), Int8Array.of(0, 0)]) {
      const batch = { rows: Uint32Array.of(0, 1), labels: { state, pseudo }, step: 1 }
      companion.learn(batch, { logits: new Float32Array(0), estimate: new Float32Array(2) })
      expect(outputOf(companion, batch).every(Number.isFinite)).toBe(true)
    }
    companion.dispose()
  })

  it('leaves no tensor behind', () => {
    const own = context()
    const before = memory().numTensors
    const companion = makeCompanion(kind, own)
    learn(companion, own, 2)
    companion.dispose()
    expect(memory().numTensors).toBe(before)
  })
})

it('the table starts sure of what people said and in doubt of the rest', () => {
  const own = context()
  const table = makeCompanion('estimate-table', own)
  const { estimate = [] } = table.outputs(batchOf(own, [0], 1))
  own.states.subarray(0, CLASSES).forEach((state, c) => {
    const logit = estimate[c] ?? Number.NaN
    if (state === 0) expect(Math.abs(logit)).toBeLessThan(0.40546512)
    else expect(logit).toBeCloseTo(state * 5.29330482, 6)
  })
})

it('the table moves as dense Adam does, rows outside of the batch too', () => {
  const own = context()
  const table = makeCompanion('estimate-table', own)
  const read = (row: number) => table.outputs(batchOf(own, [row], 1)).estimate?.[0] ?? Number.NaN
  const [before, other] = [read(0), read(5)]
  const step = (row: number) => {
    table.learn(batchOf(own, [row], 1), {
      logits: new Float32Array(0),
      estimate: Float32Array.of(1, 0, 0),
    })
  }
  step(0)
  expect(read(0)).toBeCloseTo(before - 0.02, 5)
  expect(read(5)).toBe(other)
  step(5)
  // m = 0.09, v = 0.000999 after the second step, in which this row has no gradient.
  const corrected = 0.09 / (1 - 0.81) / Math.sqrt(0.000999 / (1 - 0.998001))
  expect(read(0)).toBeCloseTo(before - 0.02 - 0.02 * corrected, 5)
})

describe('nearestRows', () => {
  it('finds the nearest others, the first of equal ones first', () => {
    const line = Float32Array.of(0, 1, 3, 6, 10)
    expect([...nearestRows(line, 1, 2, plainMatMul)]).toEqual([1, 2, 0, 2, 1, 0, 2, 4, 3, 2])
  })

  it('lets images stand for themselves when there are too few', () => {
    expect([...nearestRows(Float32Array.of(0, 1), 1, 3, plainMatMul)]).toEqual([1, 0, 0, 0, 1, 1])
  })
})
