import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Recipe } from '../contract/training'
import { useDevice } from '../tensor/backend'
import { testNativeHome } from '../tensor/setup/test-native-home'
import * as tf from '../tensor/tf'
import { makeBackbone } from './backbones/make-backbone'
import { planOf } from './check-input'
import { completeParameters, findMethod, methods } from './methods'
import { TrainingSession } from './session'
import { SIDE, smallPictures, tuningRecipe } from './test-fine-tuning'
import { cancelAt, never, run } from './test-training'
import type { TrainEvent, TrainInput, TrainResult } from './train-input'

const native = testNativeHome()
if (native !== null) process.env['SINGLET_TENSORFLOW_HOME'] ??= native

// Native TensorFlow is there after `npm run setup:tensorflow`, or after `npm test`; it takes a tenth of the time.
beforeAll(() => useDevice(native === null ? 'wasm' : 'tensorflow-cpu'))

function sessionOf(input: TrainInput, recipe: Recipe): TrainingSession {
  const method = findMethod(recipe.method)
  const parameters = completeParameters(method, recipe.parameters, recipe.epochs)
  const session = new TrainingSession(
    input,
    recipe,
    method,
    parameters,
    planOf(method, recipe, parameters),
  )
  onTestFinished(() => {
    session.dispose()
  })
  return session
}

/**
 * Every number of the network after two steps on all pictures: before the first the head is zero, and so
 * are the gradients of what it stands on.
 */
async function afterTwoSteps(change: Partial<Recipe>, input = smallPictures()) {
  const session = sessionOf(input, tuningRecipe({ batch: 8, ...change }))
  const rows = Uint32Array.from({ length: 8 }, (_, i) => i)
  session.beginEpoch()
  await session.step(rows, 1, 1, never)
  const loss = await session.step(rows, 1, 2, never)
  const { arrays } = await session.snapshot(0)
  return { loss, arrays }
}

/** Methods that begin in stages, with stages of an epoch. */
const SHORT: Record<string, Recipe['parameters']> = Object.fromEntries(
  methods.map(({ info }) => {
    const stages = info.parameters.filter(({ id }) => /warmup|epochs$|sstart/i.test(id))
    return [info.id, Object.fromEntries(stages.map(({ id, min }) => [id, Math.max(min, 1)]))]
  }),
)

const losses = ({ epochs }: TrainResult) => epochs.map(({ loss }) => loss)

describe('a backbone that is trained', () => {
  it('learns from the pictures: its loss falls and it ranks what it was shown', async () => {
    const result = await run(smallPictures(), tuningRecipe({ epochs: 40, batch: 8 }))
    const [first = 0] = losses(result)
    expect(losses(result).at(-1)).toBeLessThan(first / 3)
    expect(result.metrics.hiddenMap).toBeGreaterThan(0.95)
  }, 60_000)

  it('is taught by segments, whole batches or parts of them', async () => {
    const input = smallPictures()
    const change = { method: 's2c-ll-ct', head: 'map', batchNorm: 'frozen', epochs: 4 } as const
    const recipe = tuningRecipe({ ...change, parameters: { sstart: 1 } })
    const whole = await run(input, recipe)
    const parts = await run(input, { ...recipe, accumulate: 2 })
    expect(whole.head).toMatchObject({ kind: 'cells', classes: 3 })
    expect(losses(parts)[0]).toBeCloseTo(losses(whole)[0] ?? Number.NaN, 5)
    expect(losses(parts).every(Number.isFinite)).toBe(true)
    expect(whole.trust).toHaveLength(24)
  }, 60_000)

  it('changes every weight and every running statistic', async () => {
    const session = sessionOf(smallPictures(), tuningRecipe())
    const before = (await session.snapshot(0)).arrays
    session.beginEpoch()
    for (let step = 1; step <= 2; step++)
      await session.step(Uint32Array.of(0, 1, 2, 3), 1, step, never)
    const after = (await session.snapshot(0)).arrays
    const same = Object.keys(before).filter((name) => {
      if (!name.startsWith('model/network/')) return false
      return before[name]?.every((value, i) => value === after[name]?.[i])
    })
    expect(same).toEqual([])
    expect(Object.keys(before).some((name) => name.includes('running_mean'))).toBe(true)
  })

  it('leaves no tensor behind over fifty steps, whole or in parts', async () => {
    for (const accumulate of [1, 2]) {
      const session = sessionOf(smallPictures(), tuningRecipe({ accumulate }))
      session.beginEpoch()
      const step = (number: number) => session.step(Uint32Array.of(0, 1, 2, 3), 1, number, never)
      await step(1)
      const before = tf.memory().numTensors
      for (let number = 2; number <= 50; number++) await step(number)
      expect(tf.memory().numTensors).toBe(before)
    }
  }, 60_000)

  it('has no tensor left after its end', async () => {
    const before = tf.memory().numTensors
    await run(smallPictures(), tuningRecipe({ epochs: 1 }))
    expect(tf.memory().numTensors).toBe(before)
  })

  it('keeps running statistics, scale and shift where batch norm is frozen', async () => {
    const frozen = (await afterTwoSteps({ batchNorm: 'frozen' })).arrays
    expect(frozen['model/network/backbone/bn1.running_mean']?.every((mean) => mean === 0)).toBe(
      true,
    )
    expect(frozen['model/network/backbone/bn1.weight']?.every((scale) => scale === 1)).toBe(true)
  })

  it('learns slower than its head by as much as the recipe says', async () => {
    const name = 'model/network/backbone/conv1.weight'
    const at = async (backboneRate: number) => {
      const start = sessionOf(smallPictures(), tuningRecipe())
      const before = (await start.snapshot(0)).arrays[name] ?? []
      const after = (await afterTwoSteps({ backboneRate })).arrays[name] ?? []
      return Math.hypot(...Array.from(after, (value, i) => value - (before[i] ?? 0)))
    }
    expect((await at(1)) / (await at(0.1))).toBeCloseTo(10, 1)
  })
})

describe('where a backbone starts', () => {
  /** The pictures with what the first network says of them, means and once more in the place of GeM. */
  async function withFeatures(): Promise<TrainInput> {
    const input = smallPictures(30)
    const spec = {
      architecture: 'tiny-resnet',
      batchNorm: 'frozen',
      seed: 1,
      weights: null,
    } as const
    const backbone = makeBackbone(spec)
    const rows = Uint32Array.from({ length: 30 }, (_, i) => i)
    const bytes = (await input.pictures?.read({ rows, view: 'plain', epoch: 0 })) ?? []
    const pooled = tf.tidy(() => {
      const pixels = tf.tensor(Float32Array.from(bytes), [30, SIDE, SIDE, 3])
      return tf.mean(backbone.forward(pixels, { training: false, seed: 0 }), [1, 2])
    })
    const means = pooled.dataSync<'float32'>().slice()
    pooled.dispose()
    backbone.dispose()
    const width = means.length / 30
    const features = Float32Array.from({ length: 2 * means.length }, (_, i) => {
      return means[Math.floor(i / (2 * width)) * width + (i % width)] ?? 0
    })
    return { ...input, features, channels: width }
  }

  it.each(['linear', 'map'] as const)(
    'is where a closed-form step on its features leads, with a %s head',
    async (head) => {
      const input = await withFeatures()
      const still = { head, start: 'closed-form', method: 'an', epochs: 1, seed: 1 } as const
      const recipe = tuningRecipe({ ...still, learningRate: 1e-12, batchNorm: 'frozen' })
      const tuned = await run(input, recipe)
      const onFeatures = await run(input, { ...recipe, trains: 'head', head: 'map' })
      const far = tuned.scores.map((score, i) => Math.abs(score - (onFeatures.scores[i] ?? 0)))
      expect(Math.max(...far)).toBeLessThan(1e-3)
      expect(Math.max(...tuned.scores) - Math.min(...tuned.scores)).toBeGreaterThan(1)
    },
  )
})

describe('heads on a backbone that is trained', () => {
  it('Query2Label reads its cells, and has no linear head to give', async () => {
    const input = smallPictures()
    const result = await run(input, tuningRecipe({ head: 'query2label', epochs: 2, batch: 8 }))
    expect(result.scores.every(Number.isFinite)).toBe(true)
    expect(result.head).toBeNull()
    expect(result.backbone?.onnx.length).toBeGreaterThan(100_000)
  }, 60_000)

  it('a linear one is stored as weights on every cell of the map', async () => {
    const { head } = await run(smallPictures(), tuningRecipe({ epochs: 1 }))
    expect(head).toMatchObject({ kind: 'map', features: 64, classes: 3 })
  })
})

describe('a batch that goes through the network in parts', () => {
  it.each(['an', 'll-r', 'pr', 'ignore', 'lac'])(
    'gives %s the numbers of the whole, where batch norm is frozen',
    async (method) => {
      const head = method === 'ignore' ? 'map' : 'linear'
      const parameters = SHORT[method] ?? {}
      const recipe = { method, head, parameters, batchNorm: 'frozen' } as const
      const whole = await afterTwoSteps({ ...recipe, accumulate: 1 })
      const parts = await afterTwoSteps({ ...recipe, accumulate: 3 })
      expect(parts.loss).toBeCloseTo(whole.loss, 5)
      for (const [name, numbers] of Object.entries(whole.arrays)) {
        if (!name.startsWith('model/network')) continue
        const far = numbers.map((value, i) =>
          Math.abs(value - (parts.arrays[name]?.[i] ?? Number.NaN)),
        )
        // Adam's first step is the sign of a gradient: only one that is nearly nothing may turn round.
        expect(far.filter((distance) => distance > 1e-4).length).toBeLessThanOrEqual(
          numbers.length / 50,
        )
      }
    },
  )

  it('moves running statistics once for each part and not for the look before', async () => {
    const mean = async (accumulate: number) => {
      const { arrays } = await afterTwoSteps({ accumulate })
      return arrays['model/network/backbone/bn1.running_mean']?.[0] ?? 0
    }
    const [whole, halves] = [await mean(1), await mean(2)]
    // Twice a share of 0.1 is 0.19 of what once is 0.1 of.
    expect(Math.abs(halves / whole)).toBeGreaterThan(1.5)
    expect(Math.abs(halves / whole)).toBeLessThan(2.4)
  })

  it('is cut by the memory that there is, and says so', async () => {
    const said: string[] = []
    const tell: TrainInput['tell'] = (one) => {
      if (one.kind === 'note') said.push(one.text)
    }
    const input = { ...smallPictures(), memory: 1_000_000, tell }
    const { arrays } = await afterTwoSteps({}, input)
    expect(arrays['model/parts/size']?.[0]).toBeLessThan(8)
    expect(said.join(' ')).toMatch(/1 of the 8 pictures of a batch/)
  })
})

describe('methods that train a backbone', () => {
  const all = methods.filter(({ info }) => !info.needs.includes('trainable-backbone'))
  it.each(all.map((method) => [method.info.id, method] as const))(
    '%s takes two epochs without losing its numbers',
    async (id, method) => {
      const head = method.info.needs.includes('map-head') ? 'map' : 'linear'
      const parameters = SHORT[id] ?? {}
      const augment = method.info.needs.includes('segments') ? 'flip' : 'crop'
      const short = { epochs: 2, batch: 8, learningRate: 1e-3, augment } as const
      const recipe = tuningRecipe({ method: id, head, parameters, ...short })
      const result = await run(smallPictures(), recipe)
      expect(losses(result).every(Number.isFinite)).toBe(true)
      expect(result.scores.every(Number.isFinite)).toBe(true)
    },
    60_000,
  )
})

describe('a fine-tuning that was stopped', () => {
  it('within an epoch goes on with its next step', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'singlet-tuning-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const path = join(folder, 'checkpoint.safetensors')
    const recipe = tuningRecipe({ method: 'll-cp', epochs: 3, batch: 2, augment: 'crop' })
    const whole = await run(smallPictures(), recipe)
    const input = (resume: boolean) => ({
      ...smallPictures(),
      checkpoint: { path, resume, everySeconds: 1000, everySecondsWithin: 0 },
    })
    const isThirdStep = (event: TrainEvent) =>
      event.kind === 'step' && event.epoch === 2 && event.step === 3
    expect(await cancelAt(input(false), recipe, isThirdStep)).toMatchObject({ code: 'CANCELLED' })
    const resumed = await run(input(true), recipe)
    expect([...resumed.scores]).toEqual([...whole.scores])
    for (const [i, loss] of losses(resumed).entries()) {
      expect(loss).toBeCloseTo(losses(whole)[i] ?? Number.NaN, 5)
    }
    expect(resumed.epochs.map(({ analysis }) => analysis)).toEqual(
      whole.epochs.map(({ analysis }) => analysis),
    )
  })

  it.each([{}, { average: 0.9, accumulate: 2, schedule: 'one-cycle' }] as const)(
    'goes on as if it had not been, with %o',
    async (change) => {
      const folder = await mkdtemp(join(tmpdir(), 'singlet-tuning-'))
      onTestFinished(() => rm(folder, { recursive: true, force: true }))
      const path = join(folder, 'checkpoint.safetensors')
      const recipe = tuningRecipe({ method: 'role', epochs: 4, augment: 'crop', ...change })
      const whole = await run(smallPictures(), recipe)
      const input = (resume: boolean) => ({
        ...smallPictures(),
        checkpoint: { path, resume, everySeconds: 0 },
      })
      const stopped = await cancelAt(
        input(false),
        recipe,
        (event) => event.kind === 'checkpoint' && event.epoch === 2,
      )
      expect(stopped).toMatchObject({ code: 'CANCELLED' })
      const resumed = await run(input(true), recipe)
      expect([...resumed.scores]).toEqual([...whole.scores])
      expect(losses(resumed)).toEqual(losses(whole))
    },
    60_000,
  )
})
