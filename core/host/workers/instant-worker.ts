import { FeatureCache } from '../../features/feature-cache'
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

interface Loaded {
  engine: InstantEngine
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
    const features = new Float32Array(new SharedArrayBuffer(4 * count * dim))
    const known = new Uint8Array(new SharedArrayBuffer(count))
    for (const i of withFeatures) known[i] = order.training[i] ?? 0
    await readRows(cache, images, withFeatures, features, signal)
    const input = { features, dim, count, classCount, states, trainMask: known }
    const engine = await InstantEngine.load(input, wasmMatMul, signal)
    return { engine, view: { scores: engine.scores, known, features, dim } }
  } finally {
    await cache.close()
  }
}

/** Runs of neighbouring rows at once: the cache is mostly in the order of the table. */
async function readRows(
  cache: FeatureCache,
  images: readonly number[],
  rows: readonly number[],
  out: Float32Array,
  signal: AbortSignal,
): Promise<void> {
  const dim = cache.pooled.rowLength
  for (let start = 0; start < rows.length;) {
    const first = rows[start] ?? 0
    let length = 1
    while (rows[start + length] === first + length && length < 4096) length++
    const ids = images.slice(first, first + length)
    await cache.pooled.read(ids, out.subarray(first * dim, (first + length) * dim), signal)
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
    return questions.map(({ class: c, images, pages }) => engine.heldOut(c, images, pages))
  },

  doubts: async (question, { signal }) => (await current()).engine.doubts(question, signal),

  evidence: async (question) => (await current()).engine.evidence(question.class),

  variety: async (_, { signal }) => {
    const { view } = await current()
    const rows = Uint32Array.from(view.known.keys()).filter((i) => view.known[i])
    const { features, dim } = view
    const packed = new Float32Array(rows.length * dim)
    rows.forEach((row, i) => {
      packed.set(features.subarray(row * dim, (row + 1) * dim), i * dim)
    })
    const steps = varietySteps(packed, dim, new RandomState(VARIETY_SEED))
    return (await runSteps(steps, signal)).map((i) => rows[i] ?? 0)
  },
})
