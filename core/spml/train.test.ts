import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Recipe } from '../contract/training'
import { RandomState } from '../kernel/rng'
import { useDevice } from '../tensor/backend'
import { memory } from '../tensor/tf'
import { decodeSafetensors } from '../tensor/weights'
import { gatherRows } from './batches'
import type { Method } from './method'
import { methods } from './methods'
import { usualRecipe } from './recommended-recipe'
import { train } from './train'
import type { MapReader, TrainEvent, TrainInput, TrainResult, Views } from './train-input'

const IMAGES = 400
const CLASSES = 5
const CHANNELS = 8
const POSITIONS = 4
const folder = mkdtempSync(join(tmpdir(), 'singlet-train-'))
const never = new AbortController().signal

beforeAll(() => useDevice('wasm'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** Images whose features lean towards each class that they hold; one present label of each is known. */
function blobs(images = IMAGES, seed = 3): TrainInput & { truth: Uint8Array } {
  const rng = new RandomState(seed)
  const truth = new Uint8Array(images * CLASSES)
  const labels = new Int8Array(images * CLASSES)
  const features = new Float32Array(images * 2 * CHANNELS)
  for (let n = 0; n < images; n++) {
    const first = rng.interval(CLASSES - 1)
    for (let c = 0; c < CLASSES; c++)
      if (c === first || rng.uniform() < 0.3) truth[n * CLASSES + c] = 1
    labels[n * CLASSES + first] = 1
    for (let d = 0; d < 2 * CHANNELS; d++) {
      const lean = truth[n * CLASSES + (d % CHANNELS)] ?? 0
      features[n * 2 * CHANNELS + d] = 3 + 1.5 * lean + rng.normal()
    }
  }
  return { features, images, channels: CHANNELS, classes: CLASSES, labels, truth }
}

/** The same with every view that a method may ask for: maps of four cells, mirrored, strong, tiles. */
function viewsOf({ features, images }: TrainInput): Views & { maps: MapReader } {
  const rng = new RandomState(17)
  const jitter = (table: Float32Array, size: number) =>
    table.map((value) => value + size * rng.normal())
  const maps = new Float32Array(images * POSITIONS * CHANNELS)
  const tiles = new Float32Array(images * POSITIONS * 2 * CHANNELS)
  for (let n = 0; n < images; n++) {
    const own = features.subarray(n * 2 * CHANNELS, (n + 1) * 2 * CHANNELS)
    for (let p = 0; p < POSITIONS; p++) {
      // Cells stand out in turn, and their mean stays what the pooled features say.
      const away = p % 2 === 0 ? 1 : -1
      const place = n * POSITIONS + p
      maps.set(
        own.subarray(0, CHANNELS).map((value) => value + away),
        place * CHANNELS,
      )
      tiles.set(jitter(own, 0.5), place * 2 * CHANNELS)
    }
  }
  const reader = (table: Float32Array) => (rows: Uint32Array) =>
    Promise.resolve(
      gatherRows(
        table,
        rows,
        POSITIONS * CHANNELS,
        new Float32Array(rows.length * POSITIONS * CHANNELS),
      ),
    )
  return {
    mirrored: jitter(features, 0.2),
    strong: [jitter(features, 0.5), jitter(features, 0.5)],
    tiles: { features: tiles, perImage: POSITIONS },
    maps: {
      positions: POSITIONS,
      channels: CHANNELS,
      read: reader(maps),
      mirrored: reader(jitter(maps, 0.2)),
      strong: [reader(jitter(maps, 0.5)), reader(jitter(maps, 0.5))],
    },
    emptyMap: new Float32Array(POSITIONS * CHANNELS).fill(3),
  }
}

function richBlobs(images = IMAGES, seed = 3): ReturnType<typeof blobs> & { views: Views } {
  const input = blobs(images, seed)
  return { ...input, views: viewsOf(input) }
}

/** What a head that reads maps is judged on. */
function judgedBlobs(): NonNullable<TrainInput['validation']> {
  const input = blobs(200, 9)
  return { ...input, maps: viewsOf(input).maps }
}

/** The recipe of a method on the head that it needs, fast enough for new weights drawn at random. */
function recipeFor({ info, network, companion }: Method, change: Partial<Recipe> = {}): Recipe {
  const head = info.needs.includes('map-head') ? 'map' : 'linear'
  const learningRate = network || companion ? 0.01 : 0.02
  return recipeOf({ method: info.id, head, learningRate, ...change })
}

const recipeOf = (change: Partial<Recipe> = {}): Recipe => ({
  ...usualRecipe('an', IMAGES),
  start: 'zero',
  method: 'an',
  epochs: 6,
  batch: 50,
  learningRate: 0.02,
  device: 'wasm',
  ...change,
})

async function run(input: TrainInput, recipe: Recipe): Promise<TrainResult> {
  for await (const event of train(input, recipe, never)) {
    if (event.kind === 'done') return event.result
  }
  throw new Error('The training ended without a result.')
}

/** Runs until an event is wanted, then cancels, as a person would; returns what was thrown. */
async function cancelAt(
  input: TrainInput,
  recipe: Recipe,
  wanted: (event: TrainEvent) => boolean,
): Promise<unknown> {
  const controller = new AbortController()
  try {
    for await (const event of train(input, recipe, controller.signal)) {
      if (wanted(event)) controller.abort()
    }
  } catch (error) {
    return error
  }
  return null
}

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

describe('checkpoints', () => {
  const checkpointAt = (name: string, resume: boolean) => ({
    path: join(folder, name),
    resume,
    everySeconds: 0,
  })
  const withCheckpoint = (name: string, resume: boolean): TrainInput => ({
    ...blobs(),
    checkpoint: checkpointAt(name, resume),
  })
  const arraysAt = (name: string) =>
    new Map(decodeSafetensors(readFileSync(join(folder, name))).arrays)

  it.each(methods.map((method) => [method.info.id, method] as const))(
    'go on with %s to the last bit, from any epoch',
    async (id, method) => {
      const has = (name: string) => method.info.parameters.some((one) => one.id === name)
      const parameters = Object.fromEntries(
        ['warmup', 'linearEpochs', 'firstEpochs'].filter(has).map((name) => [name, 2]),
      )
      const more = { augment: 'flip', schedule: 'one-cycle', average: 0.9, epochs: 4 } as const
      const recipe = recipeFor(method, { parameters, ...more })
      const rich = richBlobs(120)
      const path = join(folder, `${id}-whole`)
      let whole: TrainResult | null = null
      const input = { ...rich, checkpoint: checkpointAt(`${id}-whole`, false) }
      for await (const event of train(input, recipe, never)) {
        if (event.kind === 'checkpoint') copyFileSync(path, join(folder, `${id}-${event.epoch}`))
        if (event.kind === 'done') whole = event.result
      }
      for (let epoch = 1; epoch < recipe.epochs; epoch++) {
        const name = `${id}-${epoch}`
        const resumed = await run({ ...rich, checkpoint: checkpointAt(name, true) }, recipe)
        expect(resumed.head).toEqual(whole?.head)
        expect(resumed.scores).toEqual(whole?.scores)
        expect(resumed.metrics.falseNegatives).toEqual(whole?.metrics.falseNegatives)
        // Nothing else may differ either: optimiser, averages, companions, running statistics.
        expect(arraysAt(name)).toEqual(arraysAt(`${id}-whole`))
      }
    },
  )

  it('go on after a person has cancelled in the middle of an epoch', async () => {
    const recipe = recipeOf({ method: 'll-cp' })
    const whole = await run(blobs(), recipe)
    const inTheMiddle = (event: TrainEvent) => event.kind === 'step' && event.epoch === 5
    const error = await cancelAt(withCheckpoint('cancelled', false), recipe, inTheMiddle)
    expect(error).toMatchObject({ code: 'CANCELLED' })
    const resumed = await run(withCheckpoint('cancelled', true), recipe)
    expect(resumed.scores).toEqual(whole.scores)
    expect(resumed.epochs.map(({ loss }) => loss)).toEqual(whole.epochs.map(({ loss }) => loss))
  })

  it('stay as they were when the numbers blow up, and the failure names the step', async () => {
    const input = withCheckpoint('diverged', false)
    await run(input, recipeOf())
    const before = readFileSync(join(folder, 'diverged'))
    const failing = run(input, recipeOf({ learningRate: 1e38 }))
    await expect(failing).rejects.toMatchObject({ code: 'DIVERGED' })
    await expect(failing).rejects.toThrow(/step \d+ of epoch 1/)
    expect(readFileSync(join(folder, 'diverged'))).toEqual(before)
  })

  it('are refused when cut short, foreign or of another training', async () => {
    const input = withCheckpoint('damaged', true)
    const path = join(folder, 'damaged')
    const refused = { code: 'CHECKPOINT_INVALID', path }
    await run(input, recipeOf())
    await expect(run(input, recipeOf({ seed: 5 }))).rejects.toMatchObject(refused)
    await expect(run(input, recipeOf({ method: 'em' }))).rejects.toThrow(/training with an, not em/)
    const labels = input.labels.filter((_, i) => i % CLASSES !== 0)
    const fewer = { ...input, labels, classes: CLASSES - 1 }
    delete fewer.truth
    await expect(run(fewer, recipeOf())).rejects.toThrow(/5 classes, not 4/)
    truncateSync(path, 700)
    await expect(run(input, recipeOf())).rejects.toMatchObject(refused)
    writeFileSync(path, 'This is not a checkpoint.')
    await expect(run(input, recipeOf())).rejects.toMatchObject(refused)
    writeFileSync(path, '')
    await expect(run(input, recipeOf())).rejects.toMatchObject(refused)
  })

  it('need not be there to go on', async () => {
    const { scores } = await run(withCheckpoint('fresh', true), recipeOf())
    expect(scores).toEqual((await run(blobs(), recipeOf())).scores)
    expect(existsSync(join(folder, 'fresh'))).toBe(true)
  })
})
