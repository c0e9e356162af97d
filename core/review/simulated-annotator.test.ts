import { describe, expect, it } from 'vitest'
import { toFeatureSpace } from '../kernel/instant/feature-space'
import { plainMatMul } from '../kernel/mat-mul'
import { RandomState } from '../kernel/rng'
import { AnswerBook } from './answer-book'
import { InstantEngine } from './instant-engine'
import { ReviewSession } from './review-session'
import { annotate, type AnnotatorStep, type SweepPort } from './simulated-annotator'

const COUNT = 300
const CLASSES = 3
const DIM = 12

/** Pictures whose classes show in their features; each has one seed, the rest is hidden. */
function pictures() {
  const rng = new RandomState(9)
  const truth = new Int8Array(COUNT * CLASSES).map(() => Number(rng.uniform() < 0.4))
  const states = new Int8Array(COUNT * CLASSES)
  const features = new Float32Array(COUNT * DIM)
  for (let image = 0; image < COUNT; image++) {
    const own = truth.subarray(image * CLASSES, (image + 1) * CLASSES)
    const seed = own.indexOf(1)
    if (seed >= 0) states[image * CLASSES + seed] = 1
    for (let k = 0; k < DIM; k++) {
      features[image * DIM + k] = rng.normal() + 1.5 * (own[k] ?? 0)
    }
  }
  return { truth, states, features }
}

async function portFor({ states, features }: ReturnType<typeof pictures>): Promise<SweepPort> {
  const candidates = new Uint8Array(COUNT).fill(1)
  const given = { count: COUNT, classCount: CLASSES, states }
  const space = toFeatureSpace(features, DIM, candidates)
  const engine = await InstantEngine.load({ ...given, space }, plainMatMul)
  const book = new AnswerBook(CLASSES)
  const session = new ReviewSession({ ...given, scores: engine.scores, candidates, book })
  return {
    overview: () => Promise.resolve(session.overview()),
    page: (c, size) => Promise.resolve(session.page(c, size)),
    commit: (c, answers) => {
      const changes = answers.map(({ image, state }) => ({
        image,
        class: c,
        state: state === 'present' ? 1 : -1,
      }))
      for (const { image, state } of changes) states[image * CLASSES + c] = state
      engine.update(changes)
      book.add(changes.map(({ image, state }) => ({ image, class: c, right: state === 1 })))
      session.touch([c])
      book.rescore([c], (...question) => engine.heldOut(...question))
      return Promise.resolve()
    },
  }
}

async function work(decisions: number, errorRate = 0): Promise<AnnotatorStep[]> {
  const all = pictures()
  const steps: AnnotatorStep[] = []
  const isPresent = (image: number, c: number) => all.truth[image * CLASSES + c] === 1
  const loop = annotate(await portFor(all), isPresent, { decisions, errorRate, pageSize: 15 })
  for await (const step of loop) steps.push(step)
  return steps
}

describe('annotate', () => {
  it('finds far more with the instant model than its share of all questions', async () => {
    const all = pictures()
    const hidden = all.truth.filter((t, e) => t === 1 && all.states[e] === 0).length
    const last = (await work(200)).at(-1)
    expect(last?.decisions).toBe(200)
    const share = 200 / all.states.filter((state) => state === 0).length
    expect((last?.found ?? 0) / hidden).toBeGreaterThan(1.4 * share)
  })

  it('ends when nothing is left', async () => {
    const all = pictures()
    const unknown = all.states.filter((state) => state === 0).length
    expect((await work(10_000)).at(-1)?.decisions).toBe(unknown)
  })

  it('counts a page, its tiles and its clicks as human time', async () => {
    const [first] = await work(15)
    const base = 1 + 0.35 * 15
    const clicks = ((first?.humanSeconds ?? 0) - base) / 0.9
    expect(clicks).toBeCloseTo(Math.round(clicks), 9)
    expect(clicks).toBeGreaterThanOrEqual(0)
  })

  it('is the same twice, with errors too', async () => {
    expect(await work(120, 0.1)).toEqual(await work(120, 0.1))
  })
})
