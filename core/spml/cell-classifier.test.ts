import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { RandomState } from '../kernel/rng'
import { cellEvidence, foldCells } from './cell-classifier'
import { joinClassifier } from './export/classifier-onnx'
import { runModel } from './export/test-model'
import { decodeHead, encodeHead } from './stored-head'

const [CHANNELS, WIDTH, CLASSES, SIDE] = [512, 6, 3, 64]
const rng = new RandomState(8)
const normals = (count: number, scale = 1) =>
  Float32Array.from({ length: count }, () => scale * rng.normal())

const layers = {
  narrow: normals(CHANNELS * WIDTH, 0.1),
  bias: normals(WIDTH),
  classifier: normals(WIDTH * CLASSES),
}
const scaling = {
  mean: normals(CHANNELS, 0.2),
  std: normals(CHANNELS).map((x) => 0.5 + Math.abs(x)),
}
const head = foldCells(layers, scaling)

const folder = mkdtempSync(join(tmpdir(), 'singlet-cells-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** By hand, on standardised numbers. */
function evidenceOf(map: Float32Array, cells: number, cell: number, column: number): number {
  let sum = 0
  for (let e = 0; e < WIDTH; e++) {
    let seen = layers.bias[e] ?? 0
    for (let d = 0; d < CHANNELS; d++) {
      const x = ((map[d * cells + cell] ?? 0) - (scaling.mean[d] ?? 0)) / (scaling.std[d] ?? 1)
      seen += x * (layers.narrow[d * WIDTH + e] ?? 0)
    }
    sum += Math.max(0, seen) * (layers.classifier[e * CLASSES + column] ?? 0)
  }
  return sum
}

describe('a classifier of two layers on every cell', () => {
  it('says of raw maps what its layers say of standardised ones', () => {
    const map = normals(CHANNELS * 4)
    for (const column of [0, 2]) {
      cellEvidence(head, map, column).forEach((value, cell) => {
        expect(value).toBeCloseTo(evidenceOf(map, 4, cell, column), 3)
      })
    }
  })

  it('is stored without loss, and not read where a part is missing', () => {
    const file = encodeHead(head)
    expect(decodeHead(file)).toEqual(head)
    expect(() => decodeHead(file.subarray(0, file.length - 9))).toThrow()
  })

  it('gives in onnxruntime the mean of what its cells say', async () => {
    const path = resolve('resources/models/mini/model.onnx')
    const pixels = normals(2 * 3 * SIDE * SIDE, 0.5)
    const { results } = await runModel(path, pixels, SIDE, ['feature_map'])
    const map = results[0]?.data ?? new Float32Array(0)
    const file = join(folder, 'classifier.onnx')
    const model = { head, channels: CHANNELS, classNames: ['a', 'b', 'c'], resolution: SIDE }
    writeFileSync(file, joinClassifier({ ...model, backbone: readFileSync(path) }))
    const logits = (await runModel(file, pixels, SIDE, ['logits'])).results[0]?.data ?? []
    expect(logits).toHaveLength(2 * CLASSES)
    const size = map.length / 2
    for (const [i, logit] of logits.entries()) {
      const own = map.subarray(Math.floor(i / CLASSES) * size, (Math.floor(i / CLASSES) + 1) * size)
      const each = cellEvidence(head, own, i % CLASSES)
      expect(logit).toBeCloseTo(each.reduce((a, b) => a + b, 0) / each.length, 3)
    }
  })
})
