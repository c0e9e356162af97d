import { describe, expect, it } from 'vitest'
import { plainMatMul } from '../../kernel/mat-mul'
import { averagePrecision } from '../../kernel/metrics'
import { RandomState } from '../../kernel/rng'
import { closedFormMethods } from './catalogue'
import { scoreClosedForm } from './closed-form-head'
import { fitClosedForm } from './fit'
import type { ClosedFormInput, ClosedFormSettings } from './fit'

const means = { matMul: plainMatMul, breathe: () => Promise.resolve() }
const POSITIONS = 4
const CHANNELS = 8
const CLASSES = 3

/**
 * Maps of four cells; each class lights up one channel of one cell. Pictures hold one or two classes, and
 * are labelled with one.
 */
function pictures(images: number, seed = 2) {
  const random = new RandomState(seed)
  const cells = new Float32Array(images * POSITIONS * CHANNELS)
  const truth = new Uint8Array(images * CLASSES)
  const targets = new Float32Array(images * CLASSES)
  for (let i = 0; i < cells.length; i++) cells[i] = random.normal()
  for (let n = 0; n < images; n++) {
    const first = random.interval(CLASSES - 1)
    for (const c of new Set([first, random.interval(CLASSES - 1)])) {
      truth[n * CLASSES + c] = 1
      const place = (n * POSITIONS + random.interval(POSITIONS - 1)) * CHANNELS + c
      cells[place] = (cells[place] ?? 0) + 5
    }
    targets[n * CLASSES + first] = 1
  }
  const features = new Float32Array(images * 2 * CHANNELS)
  for (let i = 0; i < cells.length; i++) {
    const n = Math.floor(i / (POSITIONS * CHANNELS))
    const place = n * 2 * CHANNELS + (i % CHANNELS)
    features[place] = (features[place] ?? 0) + (cells[i] ?? 0) / POSITIONS
    features[place + CHANNELS] = Math.max(features[place + CHANNELS] ?? 0, cells[i] ?? 0)
  }
  return { images, cells, truth, targets, features }
}

function inputOf({
  images,
  cells,
  targets,
  features,
}: ReturnType<typeof pictures>): ClosedFormInput {
  const size = POSITIONS * CHANNELS
  const read = (rows: Uint32Array) =>
    Promise.resolve(
      Float32Array.from(rows).length === 0
        ? new Float32Array(0)
        : concat(Array.from(rows, (row) => cells.subarray(row * size, (row + 1) * size))),
    )
  return {
    ...{ features, images, targets, classes: CLASSES, seed: 1 },
    cells: {
      reader: { positions: POSITIONS, channels: CHANNELS, read },
      rows: Uint32Array.from({ length: images }, (_, row) => row),
    },
  }
}

function concat(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

async function fit(input: ClosedFormInput, settings: ClosedFormSettings) {
  const steps = fitClosedForm(input, settings, means)
  let step = await steps.next()
  while (!step.done) step = await steps.next()
  return step.value
}

function precision(scores: Float32Array, truth: Uint8Array): number {
  const each = [0, 1, 2].map((c) => {
    const own = (_: unknown, i: number) => i % CLASSES === c
    return averagePrecision(Array.from(truth.filter(own)), Array.from(scores.filter(own)))
  })
  return each.reduce((sum, value) => sum + value, 0) / CLASSES
}

describe.each(closedFormMethods)('$info.id', ({ info, settings }) => {
  const parameters = Object.fromEntries(info.parameters.map((one) => [one.id, one.default]))
  const chosen = settings(parameters)

  it('ranks pictures that it has not seen', async () => {
    const { head } = await fit(inputOf(pictures(240)), chosen)
    const other = pictures(200, 9)
    const scores = scoreClosedForm(head, other.features, other.cells, means)
    expect(precision(scores, other.truth)).toBeGreaterThan(0.85)
  })

  it('gives the same numbers again', async () => {
    const [first, second] = [
      await fit(inputOf(pictures(60)), chosen),
      await fit(inputOf(pictures(60)), chosen),
    ]
    expect(second.scores).toEqual(first.scores)
  })

  it.each([
    ['one picture', 1],
    ['two pictures', 2],
    ['five pictures', 5],
  ])('stays a number with %s', async (_, images) => {
    const own = pictures(images)
    const { head, scores } = await fit(inputOf(own), chosen)
    expect(scores.every(Number.isFinite)).toBe(true)
    const again = scoreClosedForm(head, own.features, own.cells, means)
    expect(again.every(Number.isFinite)).toBe(true)
  })

  it('stays a number where a class has no label, or every picture has every one', async () => {
    const own = pictures(30)
    const none = own.targets.map((target, i) => (i % CLASSES === 1 ? 0 : target))
    for (const targets of [none, own.targets.map(() => 1)]) {
      const { scores } = await fit(inputOf({ ...own, targets }), chosen)
      expect(scores.every(Number.isFinite)).toBe(true)
    }
  })

  it('stays a number where no picture differs from another', async () => {
    const own = pictures(12)
    const same = { ...own, features: own.features.fill(1), cells: own.cells.fill(1) }
    const { scores } = await fit(inputOf(same), chosen)
    expect(scores.every(Number.isFinite)).toBe(true)
  })
})

describe('the attention', () => {
  it('tells small things in one cell better than the mean of all does', async () => {
    const ridge = { evidenceRidge: 1, ridge: 4 }
    const other = pictures(300, 11)
    const mapOf = async (sharpness: number) => {
      const settings = { attention: { sharpness, ...ridge }, posteriorShare: 0 }
      const { head } = await fit(inputOf(pictures(300)), settings)
      return precision(scoreClosedForm(head, other.features, other.cells, means), other.truth)
    }
    expect(await mapOf(2)).toBeGreaterThan((await mapOf(0)) + 0.02)
  })
})
