import { setImmediate } from 'node:timers/promises'
import { FeatureCache } from '../../features/feature-cache'
import { SpaceBuilder } from '../../kernel/instant/feature-space'
import type { PackedRows } from '../../kernel/packed/packed-rows'
import { RandomState } from '../../kernel/rng'
import { varietySteps } from '../../kernel/variety'
import { Failure } from '../../contract/failures'
import { InstantEngine } from '../../review/instant-engine'
import { runSteps } from '../../review/run-steps'
import { useDevice } from '../../tensor/backend'
import { wasmMatMul } from '../../tensor/mat-mul'
import { serveWorker } from '../worker-channel'
import type { InstantCalls, InstantOrder, InstantView } from './instant-calls'

const VARIETY_SEED = 1200
/** Rows that are read at once: as floats they are let go again. */
const ROWS_AT_ONCE = 2048

interface Loaded {
  engine: InstantEngine
  packed: PackedRows
  view: InstantView
}

/** What is asked while a model is being loaded waits for it. */
let loaded: Promise<Loaded> | null = null

function current(): Promise<Loaded> {
  if (loaded) return loaded
  throw new Failure('NOT_FOUND', 'There are no features yet.', {
    advice: 'Wait until Singlet has looked at the pictures.',
  })
}

async function load(order: InstantOrder, signal: AbortSignal): Promise<Loaded> {
  await useDevice('wasm')
  const { images, classCount, states } = order
  const cache = await FeatureCache.open(order.featuresDirectory, order.shape)
  try {
    const count = images.length
    const dim = cache.pooled.rowLength
    const has = (_: unknown, i: number) => cache.pooled.has(images[i] ?? 0)
    const withFeatures = Array.from({ length: count }, (_, i) => i).filter(has)
    const known = new Uint8Array(new SharedArrayBuffer(count))
    for (const i of withFeatures) known[i] = order.training[i] ?? 0
    const builder = new SpaceBuilder(count, dim, known)
    const measure = builder.measure.bind(builder)
    await readRows(cache, images, withFeatures, measure, signal)
    await readRows(cache, images, withFeatures, builder.place.bind(builder), signal)
    const space = builder.space()
    const engine = await InstantEngine.load({ space, classCount, states }, wasmMatMul, signal)
    const { values: features, stride } = space.packed
    const view = { scores: engine.scores, known, features, dim: stride }
    return { engine, packed: space.packed, view }
  } finally {
    await cache.close()
  }
}

/** Runs of neighbouring rows at once: the cache is mostly in the order of the table. */
async function readRows(
  cache: FeatureCache,
  images: readonly number[],
  rows: readonly number[],
  use: (first: number, activations: Float32Array) => void,
  signal: AbortSignal,
): Promise<void> {
  const dim = cache.pooled.rowLength
  const buffer = new Float32Array(ROWS_AT_ONCE * dim)
  for (let start = 0; start < rows.length;) {
    const first = rows[start] ?? 0
    let length = 1
    while (rows[start + length] === first + length && length < ROWS_AT_ONCE) length++
    const ids = images.slice(first, first + length)
    use(first, await cache.pooled.read(ids, buffer.subarray(0, length * dim), signal))
    start += length
  }
}

serveWorker<InstantCalls>({
  load: async (order, { signal }) => {
    const before = loaded
    loaded = (before ?? Promise.resolve()).then(
      () => load(order, signal),
      () => load(order, signal),
    )
    return (await loaded).view
  },

  prepareKernel: async (_, { signal }) => {
    const { engine } = await current()
    await engine.prepareKernel(signal)
    return { form: engine.form }
  },

  update: async ({ changes }) => ({ classes: (await current()).engine.update(changes) }),

  heldOut: async ({ questions }) => {
    const { engine } = await current()
    const answers: Float32Array[] = []
    for (const { class: c, images, pages } of questions) {
      answers.push(engine.heldOut(c, images, pages))
      // Of all classes at once it takes seconds, and a decision must not wait for them.
      await setImmediate()
    }
    return answers
  },

  doubts: async (question, { signal }) => (await current()).engine.doubts(question, signal),

  evidence: async (question) => (await current()).engine.evidence(question.class),

  variety: async (_, { signal }) => {
    const { view, packed } = await current()
    const rows = Uint32Array.from(view.known.keys()).filter((i) => view.known[i])
    const readRow = (row: number, out: Float32Array, at: number) => {
      packed.unpack(rows[row] ?? 0, out, at)
    }
    const steps = varietySteps(rows.length, packed.dim, readRow, new RandomState(VARIETY_SEED))
    return (await runSteps(steps, signal)).map((i) => rows[i] ?? 0)
  },
})
