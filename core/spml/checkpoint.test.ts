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
import { useDevice } from '../tensor/backend'
import { decodeSafetensors } from '../tensor/weights'
import { methods } from './methods'
import {
  blobs,
  cancelAt,
  CLASSES,
  never,
  recipeFor,
  recipeOf,
  richBlobs,
  run,
} from './test-training'
import { train } from './train'
import type { TrainEvent, TrainInput, TrainResult } from './train-input'

const folder = mkdtempSync(join(tmpdir(), 'singlet-train-'))

beforeAll(() => useDevice('wasm'))
afterAll(() => {
  rmSync(folder, { recursive: true })
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
