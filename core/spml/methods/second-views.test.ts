import { describe, expect, it } from 'vitest'
import { RandomState } from '../../kernel/rng'
import { NO_PSEUDO, PRESENT, SEGMENT_LEVELS } from '../method'
import type {
  LabelRows,
  Method,
  MethodStep,
  OutputName,
  Outputs,
  Parameters,
  SegmentRows,
  StepInput,
} from '../method'
import { completeParameters, findMethod, methods } from '.'

const CLASSES = 7
const IMAGES = 4
/** Numbers of an embedding and latent numbers of an image. */
const WIDTH = 3
/** Cells of a picture, and pixels along an edge of its segments. */
const CELLS = 4
const SIDE = 4

/** After every warm-up and first stage. */
const EPOCH = { epoch: 8, epochs: 10, step: 29, steps: 4 }

/** A queue that is full after some batches. */
const GIVEN: Readonly<Record<string, Parameters>> = { lac: { queue: 40 } }

const sizes: Partial<Record<OutputName, (size: number, classes: number) => number>> = {
  embedding: (size) => size * WIDTH,
  strongEmbedding: (size) => size * WIDTH,
  latentMean: (size, classes) => (size / classes) * WIDTH,
  latentLogDeviation: (size, classes) => (size / classes) * WIDTH,
  neighbours: (size, classes) => (size / classes) ** 2,
  cells: (size, classes) => (size / classes) * CELLS * WIDTH,
  evidence: (size) => size * CELLS,
}

const random = (size: number, seed: number) => {
  const rng = new RandomState(seed)
  return Float64Array.from({ length: size }, () => 2 * rng.normal())
}

/** Random numbers for every output there is; gentle ones where they are differentiated through exp. */
function outputsOf(size: number, classes: number, seed: number): Outputs {
  const names: OutputName[] = [
    'strong',
    'masked',
    'estimate',
    'embedding',
    'strongEmbedding',
    'latentMean',
    'latentLogDeviation',
    'reward',
    'neighbours',
    'cells',
    'evidence',
  ]
  const entries = names.map((name, i) => {
    const values = random(sizes[name]?.(size, classes) ?? size, seed + i)
    return [name, name.startsWith('latent') ? values.map((z) => z / 4) : values] as const
  })
  return { logits: random(size, seed + names.length), ...Object.fromEntries(entries) }
}

const mixed = Array.from(
  { length: IMAGES * CLASSES },
  (_, i) => [1, 0, 0, -1, 0, 2, 0][(i * 3) % 7] ?? 0,
)

function labelsOf(state: readonly number[]): LabelRows {
  return { state: Int8Array.from(state), pseudo: new Float32Array(state.length).fill(NO_PSEUDO) }
}

function inputOf(method: Method, change: Partial<StepInput> = {}): StepInput {
  const labels = change.labels ?? labelsOf(mixed)
  const classes = change.moment?.classes ?? CLASSES
  const images = labels.state.length / classes
  const parameters =
    change.parameters ?? completeParameters(method, GIVEN[method.info.id] ?? {}, EPOCH.epochs)
  return {
    outputs: outputsOf(labels.state.length, classes, 40),
    labels,
    moment: { ...EPOCH, classes },
    parameters,
    segments: cutPictures(images),
    state: method.begin?.({ classes, images, parameters, states: labels.state }) ?? {},
    ...change,
  }
}

/** Every picture in up to three segments, and a fourth of it in none. */
function cutPictures(images: number): SegmentRows {
  const length = images * SEGMENT_LEVELS * SIDE ** 2
  const maps = Uint16Array.from({ length }, (_, i) => (i * 7 + Math.floor(i / 9)) % 4)
  return { side: SIDE, maps, stability: new Uint8Array(length).fill(255) }
}

const several = methods.filter(({ outputs }) => outputs !== undefined)
const ids = several.map(({ info }) => info.id).filter((id) => !id.startsWith('role'))

/** Parts of a loss in which an output is held fixed, as the papers have it. */
const HELD: Readonly<Record<string, Partial<Record<OutputName, string>>>> = {
  smile: { estimate: 'classifier' },
  scpnet: { logits: 'consistency' },
}

describe('the gradient of a method with more than one view', () => {
  const cases = ids.flatMap((id) => {
    const { grads } = findMethod(id).step(inputOf(findMethod(id)))
    // The keys of gradients are names of outputs.
    return (Object.keys(grads) as OutputName[]).map((output) => ({ id, output }))
  })

  it('is there for every output that is differentiated', () => {
    const of = (method: string) => cases.filter(({ id }) => id === method).map((one) => one.output)
    expect(of('ignore')).toEqual(['logits', 'strong'])
    expect(of('lac')).toEqual(['logits', 'strong', 'embedding', 'strongEmbedding'])
    expect(of('mime')).toEqual(['logits', 'latentMean', 'latentLogDeviation'])
    expect(of('smile')).toEqual(['logits', 'estimate'])
    expect(of('s2c-ll-ct')).toEqual(['logits', 'cells', 'evidence'])
  })

  // The means of segments that cells are compared with are held fixed: oracles.json has their slopes.
  const sloped = cases.filter(({ output }) => output !== 'cells')

  it.each(sloped)('of $id by $output is the slope of its loss', ({ id, output }) => {
    const method = findMethod(id)
    const input = inputOf(method)
    const free = (step: MethodStep) => step.loss - (step.parts?.[HELD[id]?.[output] ?? ''] ?? 0)
    const own = Float64Array.from(input.outputs[output] ?? [])
    // What goes through LAC's queue is rounded to single precision.
    const h = output.toLowerCase().includes('embedding') ? 1e-2 : 1e-5
    const lossAt = (i: number, z: number) =>
      free(method.step({ ...input, outputs: { ...input.outputs, [output]: own.with(i, z) } }))
    const { grads } = method.step(input)
    for (const [i, z] of own.entries()) {
      const slope = (lossAt(i, z + h) - lossAt(i, z - h)) / (2 * h)
      expect(grads[output]?.[i]).toBeCloseTo(slope, h < 1e-4 ? 6 : 3)
    }
  })
})

describe('the state of a method', () => {
  it.each(ids)('of %s is the same when it is saved and read between batches', (id) => {
    const method = findMethod(id)
    const run = (isSaved: boolean) => {
      let { state } = inputOf(method)
      const steps = Array.from({ length: 12 }, (_, k) => {
        const outputs = outputsOf(IMAGES * CLASSES, CLASSES, 100 * k)
        const step = method.step(inputOf(method, { outputs, state }))
        state = isSaved ? structuredClone(step.state) : step.state
        return { loss: step.loss, logits: step.grads.logits, marked: step.marked }
      })
      return { steps, state }
    }
    expect(run(true)).toEqual(run(false))
  })

  it.each(ids)('of %s is not written to', (id) => {
    const method = findMethod(id)
    const input = inputOf(method)
    const before = structuredClone({ state: input.state, labels: input.labels })
    method.step(input)
    expect({ state: input.state, labels: input.labels }).toEqual(before)
  })
})

describe('a batch of several views that holds little', () => {
  const shapes: [string, number[], number][] = [
    ['one class', [1, 0, 0], 1],
    ['two classes', [1, 0, 0, 0], 2],
    ['no positive', [0, 0, 0, 0, 0, 0], 3],
    ['every class present', [1, 1, 1], 3],
    ['nothing decided or open', [2, 2, 2], 3],
    ['everything absent', [-1, -1, -1], 3],
    ['no image', [], 3],
  ]
  it.each(
    ids.flatMap((id) => shapes.map(([name, state, classes]) => ({ id, name, state, classes }))),
  )('costs $id a number with $name', ({ id, state, classes }) => {
    const method = findMethod(id)
    const outputs = outputsOf(state.length, classes, 5)
    const far = { ...outputs, logits: outputs.logits.map((z) => 20 * z) }
    const input = inputOf(method, {
      labels: labelsOf(state),
      outputs: far,
      moment: { ...EPOCH, classes },
    })
    const { loss, grads, state: next } = method.step(input)
    const numbers = [loss, ...Object.values(grads), ...Object.values(next)].flatMap((some) =>
      typeof some === 'number' ? [some] : [...some],
    )
    expect(numbers.every(Number.isFinite)).toBe(true)
  })

  it.each(ids)('lets undecided labels of %s be', (id) => {
    const labels = labelsOf(mixed.map((label) => (label === PRESENT ? 2 : label)))
    const { grads } = findMethod(id).step(inputOf(findMethod(id), { labels }))
    const undecided = [...labels.state.keys()].filter((i) => labels.state[i] === 2)
    for (const output of ['logits', 'strong', 'estimate'] as const) {
      for (const i of undecided) expect(Math.abs(grads[output]?.[i] ?? 0)).toBe(0)
    }
  })

  it.each(ids)('without what %s reads is refused by name', (id) => {
    const method = findMethod(id)
    const outputs = { logits: random(IMAGES * CLASSES, 1) }
    expect(() => method.step(inputOf(method, { outputs }))).toThrow(
      expect.objectContaining({ code: 'PARAMETER_INVALID' }),
    )
  })
})
