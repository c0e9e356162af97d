import { toFeatureSpace } from '../../kernel/instant/feature-space'
import { RandomState } from '../../kernel/rng'
import { AnswerBook } from '../../review/answer-book'
import { InstantEngine } from '../../review/instant-engine'
import { PRESENT, ABSENT } from '../../review/label-state'
import { ReviewSession } from '../../review/review-session'
import { useDevice } from '../../tensor/backend'
import { wasmMatMul } from '../../tensor/mat-mul'

export interface RefreshOptions {
  readonly images: number
  readonly classes: number
  readonly dim: number
  readonly page: number
  readonly pages: number
  /** Whether the kernel form, where it fits, is waited for. */
  readonly kernel: boolean
  readonly seed: number
}

/** Milliseconds, by what they went into. */
export type RefreshTimes = Record<
  'load' | 'kernel' | 'model' | 'book' | 'session' | 'page',
  number[]
>

/** Present labels of an image, on average. */
const LABELS = 2.5

/**
 * Pages of answers through model, book and session in this thread, on made-up features: what
 * `commit` costs beside storing it.
 */
export async function measureRefresh(options: RefreshOptions): Promise<RefreshTimes> {
  const { images: count, classes: classCount, dim, page: size } = options
  const times: RefreshTimes = { load: [], kernel: [], model: [], book: [], session: [], page: [] }
  await useDevice('wasm')
  const { features, truth } = makeUp(options)
  const states = seedsOf(truth, classCount)
  const trainMask = new Uint8Array(count).fill(1)
  const engine = await timed(times.load, () =>
    InstantEngine.load(
      { space: toFeatureSpace(features, dim, trainMask), classCount, states },
      wasmMatMul,
    ),
  )
  if (options.kernel) await timed(times.kernel, () => engine.prepareKernel())
  const book = new AnswerBook(classCount)
  const session = new ReviewSession({
    ...{ count, classCount, states, scores: engine.scores, candidates: trainMask, book },
  })
  for (let turn = 0; turn < options.pages; turn++) {
    const c = session.overview().find(({ finished }) => !finished)?.class ?? 0
    const answers = session.page(c, size).tiles.map(({ image }) => {
      const right = truth[image * classCount + c] === PRESENT
      return { image, class: c, right, state: right ? PRESENT : ABSENT }
    })
    const whole = performance.now()
    for (const { image, state } of answers) states[image * classCount + c] = state
    await timed(times.model, () => engine.update(answers))
    await timed(times.book, () => {
      book.add(answers)
      book.rescore([c], (...question) => engine.heldOut(...question))
    })
    await timed(times.session, () => {
      session.touch([c])
      session.overview()
      session.page(c, size)
    })
    times.page.push(performance.now() - whole)
  }
  return times
}

async function timed<T>(into: number[], work: () => T | Promise<T>): Promise<T> {
  const start = performance.now()
  try {
    return await work()
  } finally {
    into.push(performance.now() - start)
  }
}

/** Noise with a direction for each class that is present; some classes are ten times as common. */
function makeUp({ images, classes, dim, seed }: RefreshOptions) {
  const rng = new RandomState(seed)
  const features = Float32Array.from({ length: images * dim }, () => rng.uniform() - 0.5)
  const truth = new Int8Array(images * classes)
  const weights = Array.from({ length: classes }, (_, c) => 1 / (1 + (9 * c) / classes))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  for (let image = 0; image < images; image++) {
    for (let c = 0; c < classes; c++) {
      if (rng.uniform() * total > LABELS * (weights[c] ?? 0)) continue
      truth[image * classes + c] = PRESENT
      for (let k = c; k < dim; k += classes) {
        const at = image * dim + k
        features[at] = (features[at] ?? 0) + 0.4
      }
    }
  }
  return { features, truth }
}

/** The first present label of each image is known. */
function seedsOf(truth: Int8Array, classCount: number): Int8Array {
  const states = new Int8Array(truth.length)
  for (let start = 0; start < truth.length; start += classCount) {
    const first = truth.subarray(start, start + classCount).indexOf(PRESENT)
    if (first >= 0) states[start + first] = PRESENT
  }
  return states
}
