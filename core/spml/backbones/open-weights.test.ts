import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { encodeFloat16 } from '../../kernel/float16'
import { useDevice } from '../../tensor/backend'
import { decodeSafetensors, encodeSafetensors } from '../../tensor/weights'
import type { StoredArray } from '../../tensor/weights'
import { makeBackbone } from './make-backbone'
import { openBackboneWeights } from './open-weights'
import { encodeBackbone } from './store-weights'

beforeAll(() => useDevice('wasm'))
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'singlet-weights-'))
})
afterEach(() => rm(folder, { recursive: true }))

type Arrays = Map<string, StoredArray>

/** A network's file, changed a little. */
async function fileOf(
  architecture: 'tiny-resnet' | 'mobilenet-v2',
  change: (arrays: Arrays) => void = () => undefined,
): Promise<string> {
  const backbone = makeBackbone({ architecture, batchNorm: 'train', seed: 7, weights: null })
  const arrays = new Map(decodeSafetensors(encodeBackbone(backbone)).arrays)
  backbone.dispose()
  change(arrays)
  const path = join(folder, 'weights.safetensors')
  await writeFile(path, encodeSafetensors({ arrays, metadata: {} }))
  return path
}

const one = (length: number): StoredArray => ({ shape: [length], data: new Float32Array(length) })

describe('openBackboneWeights', () => {
  it.each(['tiny-resnet', 'mobilenet-v2'] as const)(
    'reads what was written of a %s',
    async (name) => {
      const weights = await openBackboneWeights(await fileOf(name))
      expect(weights).toMatchObject({ architecture: name, ignored: [] })
      const made = makeBackbone({
        architecture: name,
        batchNorm: 'train',
        seed: 0,
        weights: weights.read,
      })
      const again = makeBackbone({ architecture: name, batchNorm: 'train', seed: 7, weights: null })
      // Millions of numbers: compared one by one they would take minutes.
      expect(Buffer.compare(encodeBackbone(made), encodeBackbone(again))).toBe(0)
      made.dispose()
      again.dispose()
    },
  )

  it('says what it has no use for: the classifier and counters', async () => {
    const path = await fileOf('tiny-resnet', (arrays) => {
      arrays.set('fc.weight', one(8)).set('fc.bias', one(2))
      arrays.set('bn1.num_batches_tracked', one(1))
    })
    const { ignored } = await openBackboneWeights(path)
    expect(ignored.toSorted()).toEqual(['bn1.num_batches_tracked', 'fc.bias', 'fc.weight'])
  })

  it('reads half precision', async () => {
    const half = encodeFloat16(Float32Array.from({ length: 16 }, (_, i) => i / 4))
    const path = await fileOf('tiny-resnet', (arrays) => {
      arrays.set('bn1.bias', { shape: [16], data: half })
    })
    const { read } = await openBackboneWeights(path)
    expect(read('bn1.bias', 16)[5]).toBe(1.25)
  })

  it.each([
    [
      'a tensor that is missing',
      (arrays: Arrays) => arrays.delete('layer2.0.bn1.running_var'),
      'layer2.0.bn1.running_var is missing',
    ],
    [
      'a tensor of another shape',
      (arrays: Arrays) => arrays.set('layer1.0.bn2.bias', one(17)),
      'layer1.0.bn2.bias is [17] and not [16]',
    ],
    [
      'a network that is deeper',
      (arrays: Arrays) => arrays.set('layer1.1.conv1.weight', one(1)),
      'It is no tiny-resnet: it also has layer1.1.conv1.weight',
    ],
    [
      'another network',
      (arrays: Arrays) => arrays.delete('conv1.weight'),
      'It is none of resnet50',
    ],
  ])('names %s', async (_, change, message) => {
    const path = await fileOf('tiny-resnet', change)
    const failure: unknown = await openBackboneWeights(path).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'MODEL_INVALID', path })
    expect(String(failure)).toContain(message)
  })

  it('says that a file is something else, cut off, or not there', async () => {
    const path = await fileOf('tiny-resnet')
    await writeFile(path, 'a pickled model')
    await expect(openBackboneWeights(path)).rejects.toMatchObject({ code: 'MODEL_INVALID', path })
    await expect(openBackboneWeights(join(folder, 'none'))).rejects.toMatchObject({
      code: 'MODEL_MISSING',
    })
  })
})
