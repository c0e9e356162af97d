import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { useDevice } from '../tensor/backend'
import { memory } from '../tensor/tf'
import { methods } from './methods'
import {
  blobs,
  cancelAt,
  CHANNELS,
  CLASSES,
  judgedBlobs,
  never,
  recipeFor,
  recipeOf,
  richBlobs,
  run,
} from './test-training'
import { train } from './train'
import type { TrainEvent } from './train-input'

beforeAll(() => useDevice('wasm'))

/** Methods that no model can learn well from alone: one learns no negatives, one decides too early. */
const collapsing = ['iu', 'entmin']
const learning = methods.filter(({ info }) => !collapsing.includes(info.id))

describe('train', () => {
  it.each(learning.map((method) => [method.info.id, method] as const))(
    'learns better than chance with %s',
    async (_id, method) => {
      const input = { ...richBlobs(), validation: judgedBlobs() }
      const { metrics, epochs } = await run(input, recipeFor(method, { epochs: 8 }))
      const chance = 0.44
      expect(epochs).toHaveLength(8)
      expect(metrics.map).toBeGreaterThan(chance + 0.15)
      expect(metrics.hiddenMap).toBeGreaterThan(0.3)
      expect(metrics.mapBest).toBe(epochs[(metrics.bestEpoch ?? 0) - 1]?.map)
    },
  )

  it('finds hidden positives with large losses far above their share', async () => {
    const recipe = recipeOf({ method: 'll-ct', parameters: { delta: 1 }, epochs: 8 })
    const { metrics } = await run(blobs(), recipe)
    expect(metrics.falseNegatives?.precision).toBeGreaterThan(0.5)
  })

  it('gives the same numbers for the same seed and others for another', async () => {
    const [a, b, c] = [
      await run(blobs(), recipeOf()),
      await run(blobs(), recipeOf()),
      await run(blobs(), recipeOf({ seed: 2 })),
    ]
    expect(b.scores).toEqual(a.scores)
    expect(b.head).toEqual(a.head)
    expect(c.scores).not.toEqual(a.scores)
  })

  it('never looks at the truth unless the method says so', async () => {
    const { truth, ...blind } = blobs()
    const [seeing, unseeing] = [
      await run({ ...blind, truth }, recipeOf()),
      await run(blind, recipeOf()),
    ]
    expect(unseeing.scores).toEqual(seeing.scores)
    expect(unseeing.metrics.hiddenMap).toBeNull()
    await expect(run(blind, recipeOf({ method: 'bce-full' }))).rejects.toMatchObject({
      code: 'PARAMETER_INVALID',
    })
  })

  it('starts from the closed form when the recipe says so, and that is good at once', async () => {
    const recipe = recipeOf({ start: 'closed-form', epochs: 1, learningRate: 1e-9 })
    const { metrics } = await run({ ...blobs(), validation: blobs(200, 9) }, recipe)
    expect(metrics.map).toBeGreaterThan(0.6)
  })

  it('reads only the means of the channels for a map head', async () => {
    const { head } = await run(blobs(), recipeOf({ head: 'map' }))
    expect(head?.features).toBe(CHANNELS)
    expect(head).toHaveProperty('weights.length', CHANNELS * CLASSES)
  })

  it('leaves no tensor behind, also when it fails', async () => {
    await run(blobs(), recipeOf())
    const before = memory().numTensors
    let most = 0
    for await (const event of train(blobs(), recipeOf({ method: 'em-apl' }), never)) {
      if (event.kind === 'step' && event.epoch === 1) most = Math.max(most, memory().numTensors)
      if (event.kind === 'step' && event.epoch > 1) expect(memory().numTensors).toBe(most)
    }
    await expect(run(blobs(), recipeOf({ learningRate: 1e38 }))).rejects.toThrow()
    expect(memory().numTensors).toBe(before)
  })
})

describe('what methods are known for', () => {
  const hidden = async (method: string, parameters = {}) => {
    const recipe = recipeOf({ method, parameters, epochs: 10, learningRate: 0.05 })
    const input = { ...blobs(), validation: blobs(200, 9) }
    return (await run(input, recipe)).metrics
  }

  it('doubt about unknown labels ranks better than taking them for absent', async () => {
    const [an, em] = [await hidden('an'), await hidden('em')]
    expect(em.map).toBeGreaterThan(an.map ?? 1)
    expect(em.hiddenMap).toBeGreaterThan(an.hiddenMap ?? 1)
  })

  it('certainty about unknown labels collapses', async () => {
    const [an, entmin] = [await hidden('an'), await hidden('entmin', { alpha: 1 })]
    expect(entmin.map).toBeLessThan((an.map ?? 0) - 0.1)
  })
})

describe('a training on another head', () => {
  it('learns with Query2Label, goes on to the last bit, and has no linear head to give', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'singlet-q2l-'))
    const checkpoint = { path: join(folder, 'q2l'), resume: false, everySeconds: 0 }
    const input = { ...richBlobs(150), validation: judgedBlobs() }
    const more = { epochs: 3, batch: 25, learningRate: 2e-3, augment: 'flip' } as const
    const recipe = recipeOf({ head: 'query2label', ...more })
    const whole = await run(input, recipe)
    const stopped = (event: TrainEvent) => event.kind === 'step' && event.epoch === 2
    await cancelAt({ ...input, checkpoint }, recipe, stopped)
    const resumed = await run({ ...input, checkpoint: { ...checkpoint, resume: true } }, recipe)
    expect(resumed.scores).toEqual(whole.scores)
    expect(whole.metrics.map).toBeGreaterThan(0.6)
    expect(whole.head).toBeNull()
    rmSync(folder, { recursive: true })
  })

  it('keeps the boost of a map head', async () => {
    const { head } = await run(richBlobs(), recipeOf({ head: 'map', boost: 3, epochs: 1 }))
    expect(head).toMatchObject({ kind: 'map', boost: 3, features: CHANNELS })
  })

  it('tells by epoch how much less a picture says with its other places hidden', async () => {
    const recipe = recipeOf({ head: 'map', method: 'ignore', epochs: 5 })
    const { epochs, head, scores } = await run(richBlobs(), recipe)
    const { head: linear } = await run(richBlobs(), recipeOf({ head: 'map', epochs: 1 }))
    if (linear?.kind !== 'map') throw new Error('It is of another kind.')
    expect(head).toMatchObject({ mean: linear.mean, std: linear.std })
    expect(scores.every(Number.isFinite)).toBe(true)
    expect(epochs.at(-1)?.analysis?.gap?.observed).toBeGreaterThan(0)
  })

  it('has an average of the weights where the recipe asks for one', async () => {
    const [plain, averaged] = [
      await run(blobs(), recipeOf()),
      await run(blobs(), recipeOf({ average: 0.99 })),
    ]
    expect(averaged.epochs.map(({ loss }) => loss)).toEqual(plain.epochs.map(({ loss }) => loss))
    expect(averaged.scores).not.toEqual(plain.scores)
  })
})

describe('a training that asks a teacher', () => {
  it('is its own after the first epoch, when nobody else is given', async () => {
    const input = richBlobs()
    const recipe = recipeOf({ method: 'vlpl', parameters: { theta: 0.05 }, epochs: 3 })
    const { epochs } = await run(input, recipe)
    expect(epochs[0]?.pseudoPositives).toBe(0)
    expect(epochs[1]?.pseudoPositives).toBeGreaterThan(0)
  })

  it('believes the scores that are given, from the first step', async () => {
    const input = blobs()
    const teacher = { scores: Float32Array.from(input.truth, (t) => (t === 1 ? 0.9 : 0)) }
    const recipe = recipeOf({ method: 'vlpl', epochs: 3 })
    const { metrics } = await run({ ...input, teacher }, recipe)
    expect(metrics.falseNegatives?.precision).toBe(1)
  })
})

describe('a training that has enough', () => {
  it('stops when held-out labels are ranked no better for as many epochs as the recipe waits', async () => {
    const recipe = recipeOf({ epochs: 60, patience: 2, learningRate: 0.05 })
    const { epochs, metrics } = await run(blobs(), recipe)
    expect(epochs.length).toBe((metrics.bestEpoch ?? 0) + 2)
    expect(epochs.length).toBeLessThan(60)
  })
})

describe('a training with little to go on', () => {
  it('says that nothing is labelled yet', async () => {
    const input = blobs()
    input.labels.fill(0)
    await expect(run(input, recipeOf())).rejects.toMatchObject({ code: 'NO_SEEDS' })
  })

  it('says that there are no classes', async () => {
    const input = { ...blobs(), classes: 0, labels: new Int8Array(0) }
    await expect(run(input, recipeOf())).rejects.toMatchObject({ code: 'NO_CLASSES' })
  })

  it('works with one seed, most classes without any, and no held-out image', async () => {
    const input = blobs()
    input.labels.fill(0).set([1])
    const { metrics, scores } = await run(input, recipeOf({ start: 'closed-form' }))
    expect(metrics.agreement).toBeNull()
    expect(metrics.bestEpoch).toBe(6)
    expect(scores.every(Number.isFinite)).toBe(true)
  })

  it('works with a single class', async () => {
    const input = blobs()
    const labels = input.labels.filter((_, i) => i % CLASSES === 0)
    const { scores } = await run(
      { ...input, classes: 1, labels, truth: Uint8Array.from(labels) },
      recipeOf({ method: 'wan', start: 'closed-form' }),
    )
    expect(scores.every(Number.isFinite)).toBe(true)
  })
})
