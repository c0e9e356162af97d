import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { plainMatMul, transpose } from '../../kernel/mat-mul'
import { RandomState } from '../../kernel/rng'
import { scoreClosedForm } from '../closed-form/closed-form-head'
import type { ClosedFormHead, Experts } from '../closed-form/closed-form-head'
import { EXPERTS, madeUpHead } from '../closed-form/test-closed-form'
import { joinClassifier } from './classifier-onnx'
import { decodeModel } from '../../inference/onnx/onnx-format'
import { pool, runModel } from './test-model'

const SIDE = 96
const POSITIONS = (SIDE / 32) ** 2
const CHANNELS = 512
const sizes = {
  ...{ channels: CHANNELS, features: 2 * CHANNELS },
  ...{ classes: 4, cells: 4, rank: 6, images: 10 },
}
const backbone = readFileSync(resolve('resources/models/mini/model.onnx'))
const rng = new RandomState(4)
const pixels = Float32Array.from({ length: 2 * 3 * SIDE * SIDE }, () => 0.5 * rng.normal())

/** Means [positions, cells] over two by two places, which overlap on a map of three by three. */
const cellWeights = Float32Array.from({ length: POSITIONS * sizes.cells }, (_, i) => {
  const [place, cell] = [Math.floor(i / sizes.cells), i % sizes.cells]
  const [down, right] = [Math.floor(place / 3) - Math.floor(cell / 2), (place % 3) - (cell % 2)]
  return [0, 1].includes(down) && [0, 1].includes(right) ? 0.25 : 0
})

const folder = mkdtempSync(join(tmpdir(), 'singlet-closed-form-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const file = join(folder, 'classifier.onnx')
const joined = (head: ClosedFormHead, withCells = true) =>
  joinClassifier({
    ...{ backbone, head, channels: CHANNELS, classNames: ['a', 'b', 'c', 'd'], resolution: SIDE },
    ...(withCells && { cellWeights }),
  })

/** What the app computes from the backbone's map of the same pixels. */
async function expectedLogits(head: ClosedFormHead): Promise<Float32Array> {
  const path = resolve('resources/models/mini/model.onnx')
  const [map] = (await runModel(path, pixels, SIDE, ['feature_map'])).results
  const maps = map?.data ?? new Float32Array(0)
  const cells = new Float32Array(2 * sizes.cells * CHANNELS)
  for (const n of [0, 1]) {
    const own = maps.subarray(n * CHANNELS * POSITIONS, (n + 1) * CHANNELS * POSITIONS)
    const pooled = plainMatMul(own, CHANNELS, POSITIONS, cellWeights, sizes.cells)
    cells.set(transpose(pooled, CHANNELS, sizes.cells), n * sizes.cells * CHANNELS)
  }
  const means = { matMul: plainMatMul }
  return scoreClosedForm(head, pool(maps, CHANNELS, POSITIONS, true), cells, means)
}

const together: [(keyof Experts)[]][] = [
  ...EXPERTS.map((name): [(keyof Experts)[]] => [[name]]),
  [['kernel', 'lda']],
  [[...EXPERTS]],
]

describe('a closed-form classifier as ONNX', () => {
  it.each(together)('gives in onnxruntime the scores of the app: %j', async (names) => {
    const head = madeUpHead(sizes, names)
    const expected = await expectedLogits(head)
    writeFileSync(file, joined(head))
    const outputs = ['logits', 'probabilities']
    const { results } = await runModel(file, pixels, SIDE, outputs)
    const [logits, probabilities] = results
    expect(logits?.shape).toEqual([2, 4])
    expect(new Set(expected).size).toBe(8)
    expected.forEach((logit, i) => {
      expect(Math.abs((logits?.data[i] ?? Number.NaN) - logit)).toBeLessThan(1e-3)
      expect(probabilities?.data[i]).toBeCloseTo(1 / (1 + Math.exp(-logit)), 3)
    })
  })

  it('gives finite numbers where a row has no length', async () => {
    const head = madeUpHead(sizes, EXPERTS)
    // With infinite spreads every standardised row is zero.
    head.std.fill(Infinity)
    for (const seen of head.experts.attention?.heads ?? []) seen.std.fill(Infinity)
    const expected = await expectedLogits(head)
    writeFileSync(file, joined(head))
    const [logits] = (await runModel(file, pixels, SIDE, ['logits'])).results
    expected.forEach((logit, i) => {
      expect(logits?.data[i]).toBeCloseTo(logit, 3)
    })
  })

  it('says that it takes one side only where it attends to cells', () => {
    const factOf = (names: (keyof Experts)[]) =>
      decodeModel(joined(madeUpHead(sizes, names))).metadata_props.find(
        ({ key }) => key === 'input_size',
      )?.value
    expect(factOf(['attention'])).toContain('exactly 96x96')
    expect(factOf(['kernel', 'lda'])).toBeUndefined()
  })

  it('keeps the rows of the kernel in two bytes a number', () => {
    const many = { ...sizes, images: 500 }
    const more = joined(madeUpHead(many, ['kernel'])).length - backbone.length
    expect(more).toBeGreaterThan(2 * 500 * sizes.features)
    expect(more).toBeLessThan(2.1 * 500 * sizes.features)
  })

  it('is not written when an attention does not know its cells', () => {
    expect(() => joined(madeUpHead(sizes, ['attention']), false)).toThrow(RangeError)
  })
})
