import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { RandomState } from '../../kernel/rng'
import { applyHead } from '../test-head'
import type { Head } from '../head'
import { joinClassifier } from './classifier-onnx'
import type { Classifier } from './classifier-onnx'
import { decodeModel } from '../../inference/onnx/onnx-format'
import { pool, runModel } from './test-model'

const SIDE = 64
const CLASSES = 4
const rng = new RandomState(2)
const normals = (count: number, scale = 1) =>
  Float32Array.from({ length: count }, () => scale * rng.normal())

const backbones = [
  { name: 'mini', path: resolve('resources/models/mini/model.onnx'), channels: 512 },
  {
    name: 'mobilenet-v1',
    path: resolve('../shared/models/mobilenet-v1/model.onnx'),
    channels: 1024,
  },
]

function headOf(features: number): Head {
  return {
    kind: 'linear',
    features,
    classes: CLASSES,
    weights: normals(features * CLASSES, 0.05),
    bias: normals(CLASSES),
    mean: normals(features, 0.2),
    std: normals(features).map((x) => 0.5 + Math.abs(x)),
  }
}

const classifierOf = (path: string, channels: number, head: Head): Classifier => ({
  backbone: readFileSync(path),
  head,
  channels,
  classNames: ['person', 'café', 'dog "rex"', '犬'],
  resolution: SIDE,
})

const folder = mkdtempSync(join(tmpdir(), 'singlet-classifier-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe.each(backbones)('a classifier on $name', ({ path, channels }) => {
  it.runIf(existsSync(path)).each([1, 2])(
    'gives in onnxruntime the scores of the app, with %i poolings',
    async (poolings) => {
      const head = headOf(poolings * channels)
      const pixels = normals(2 * 3 * SIDE * SIDE, 0.5)
      const backbone = await runModel(path, pixels, SIDE, ['feature_map'])
      const map = backbone.results[0]?.data ?? new Float32Array(0)
      const pooled = pool(map, channels, (SIDE / 32) ** 2, poolings === 2)
      const expected = applyHead(head, pooled)
      const file = join(folder, `${poolings}.onnx`)
      writeFileSync(file, joinClassifier(classifierOf(path, channels, head)))
      const { results, names } = await runModel(file, pixels, SIDE, ['logits', 'probabilities'])
      const [logits, probabilities] = results
      expect(names).toEqual(['logits', 'probabilities'])
      expect(logits?.shape).toEqual([2, CLASSES])
      expected.forEach((logit, i) => {
        expect(Math.abs((logits?.data[i] ?? Number.NaN) - logit)).toBeLessThan(1e-3)
        expect(probabilities?.data[i]).toBeCloseTo(1 / (1 + Math.exp(-logit)), 3)
      })
    },
  )
})

describe.runIf(existsSync(backbones[0]?.path ?? ''))('a classifier with a boosted map head', () => {
  it('boosts the cells of the map that speak for a class', async () => {
    const [{ path, channels } = { path: '', channels: 0 }] = backbones
    const head: Head = { ...headOf(channels), kind: 'map', boost: 5 }
    const pixels = normals(2 * 3 * SIDE * SIDE, 0.5)
    const [map] = (await runModel(path, pixels, SIDE, ['feature_map'])).results
    const positions = (SIDE / 32) ** 2
    const file = join(folder, 'boosted.onnx')
    writeFileSync(file, joinClassifier(classifierOf(path, channels, head)))
    const [logits] = (await runModel(file, pixels, SIDE, ['logits'])).results
    expect(logits?.shape).toEqual([2, CLASSES])
    for (let image = 0; image < 2; image++) {
      const cells = Float32Array.from({ length: positions * channels }, (_, i) => {
        const [p, d] = [Math.floor(i / channels), i % channels]
        return map?.data[(image * channels + d) * positions + p] ?? Number.NaN
      })
      const evidence = applyHead(head, cells)
      for (let c = 0; c < CLASSES; c++) {
        const own = evidence.filter((_, i) => i % CLASSES === c)
        const boosted = own.map((x) => (x > 0 ? 5 * x : x))
        const mean = boosted.reduce((a, b) => a + b, 0) / positions
        expect(Math.abs((logits?.data[image * CLASSES + c] ?? Number.NaN) - mean)).toBeLessThan(
          1e-3,
        )
      }
    }
  })
})

describe('joinClassifier', () => {
  const mini = backbones[0]?.path ?? ''

  it('keeps the names of the classes and the preparation in the file', () => {
    const classifier = classifierOf(mini, 512, headOf(512))
    const { metadata_props: facts } = decodeModel(joinClassifier(classifier))
    const value = (name: string) => facts.find(({ key }) => key === name)?.value ?? ''
    expect(JSON.parse(value('class_names'))).toEqual(classifier.classNames)
    expect(value('preparation')).toContain('64x64')
  })

  it.each([
    ['empty', new Uint8Array(0)],
    ['not ONNX', new TextEncoder().encode('PNG, perhaps, or a letter')],
    ['cut short', readFileSync(mini).subarray(0, 5000)],
  ])('refuses a backbone that is %s', (_, backbone) => {
    const classifier = { ...classifierOf(mini, 512, headOf(512)), backbone }
    expect(() => joinClassifier(classifier)).toThrow(
      expect.objectContaining({ code: 'MODEL_INVALID' }),
    )
  })
})
