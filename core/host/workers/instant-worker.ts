import { FeatureCache } from '../../features/feature-cache'
import { SpaceBuilder } from '../../kernel/instant/feature-space'
import { Failure } from '../../contract/failures'
import { InstantEngine, type StateChange } from '../../review/instant-engine'
import { RightOfWay } from '../../review/right-of-way'
import { runSteps } from '../../review/run-steps'
import { useDevice } from '../../tensor/backend'
import { wasmMatMul } from '../../tensor/mat-mul'
import { serveWorker } from '../worker-channel'
import type { InstantCalls, InstantOrder, InstantView } from './instant-calls'

/** Rows that are read at once: as floats they are let go again. */
const ROWS_AT_ONCE = 2048

interface Loaded {
  table: number
  engine: InstantEngine
  view: InstantView
}

/** A model that is being loaded, and what was decided since. */
interface Coming {
  table: number
  changes: StateChange[]
  done: Promise<Loaded>
}

const way = new RightOfWay()
let serving: Loaded | null = null
let coming: Coming | null = null

async function current(): Promise<Loaded> {
  if (serving) return serving
  if (coming) return coming.done
  throw new Failure('NOT_FOUND', 'There are no features yet.', {
    advice: 'Wait until Singlet has looked at the pictures.',
  })
}

async function load(order: InstantOrder, signal: AbortSignal): Promise<Loaded> {
  await useDevice('wasm')
  const { images, classCount, states, table } = order
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
    const input = { space, classCount, states }
    const engine = await InstantEngine.load(input, wasmMatMul, signal, way.giveWay)
    const { values: features, stride } = space.packed
    return { table, engine, view: { scores: engine.scores, known, features, dim: stride } }
  } finally {
    await cache.close()
  }
}

/** One after the other; the model before serves until the new one has caught up. */
function loadNext(order: InstantOrder, signal: AbortSignal): Coming {
  const own = () => load(order, signal)
  const done = (coming?.done ?? Promise.resolve()).then(own, own).then((next) => {
    next.engine.update(mine.changes)
    serving = next
    return next
  })
  const mine: Coming = { table: order.table, changes: [], done }
  const forget = () => {
    if (coming === mine) coming = null
  }
  done.then(forget, forget)
  return mine
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
    await way.giveWay()
    start += length
  }
}

serveWorker<InstantCalls>({
  load: async (order, { signal }) => {
    coming = loadNext(order, signal)
    return (await coming.done).view
  },

  takeKernel: async (parts, { signal }) => {
    await (await current()).engine.takeKernel(parts, signal, way.giveWay)
    return undefined
  },

  update: ({ table, changes }) =>
    way.first(() => {
      if (coming?.table === table) coming.changes.push(...changes)
      return { classes: serving?.table === table ? serving.engine.update(changes) : [] }
    }),

  heldOut: async ({ questions }) => {
    const { engine } = await current()
    const answers: Float32Array[] = []
    const breath = questions.length > 1 ? way.giveWay : undefined
    const answer = async () => {
      for (const { class: c, images, pages } of questions) {
        answers.push(await runSteps(engine.heldOutSteps(c, images, pages), undefined, breath))
        // Of all classes at once it takes seconds, and a decision must not wait for them.
        await breath?.()
      }
    }
    await (breath ? answer() : way.first(answer))
    return answers
  },

  doubts: async (question, { signal, emit: tell }) =>
    (await current()).engine.doubts({ ...question, tell }, signal, way.giveWay),

  evidence: (question) => way.first(async () => (await current()).engine.evidence(question.class)),
})
