import { expect, it } from 'vitest'
import { toFeatureSpace } from '../kernel/instant/feature-space'
import { plainMatMul } from '../kernel/mat-mul'
import { RandomState } from '../kernel/rng'
import { AnswerBook } from './answer-book'
import { InstantEngine } from './instant-engine'
import { ReviewSession } from './review-session'

const COUNT = 300
const DIM = 10
const CLASSES = 3
const all = Array.from({ length: CLASSES }, (_, c) => c)

type Page = { image: number; class: number; right: boolean }[]

/** Classes that show faintly in a column each; of every tenth picture one is known. */
function pictures() {
  const rng = new RandomState(9)
  const truth = Int8Array.from({ length: COUNT * CLASSES }, () => Number(rng.uniform() < 0.3))
  const features = Float32Array.from({ length: COUNT * DIM }, (_, at) => {
    const [image, k] = [Math.floor(at / DIM), at % DIM]
    return rng.normal() + (k < CLASSES ? 2 * (truth[image * CLASSES + k] ?? 0) : 0)
  })
  const seeds = Int8Array.from(truth, (one, e) => Number(one === 1 && e % 10 === 0))
  const space = toFeatureSpace(features, DIM, new Uint8Array(COUNT).fill(1))
  return { truth, space, seeds }
}

async function review(form: string, seeds: Int8Array, pages: readonly Page[]) {
  const { space } = pictures()
  const states = seeds.slice()
  const engine = await InstantEngine.load({ space, classCount: CLASSES, states }, plainMatMul)
  if (form === 'kernel') await engine.prepareKernel()
  const book = new AnswerBook(CLASSES)
  const candidates = new Uint8Array(COUNT).fill(1)
  const session = new ReviewSession({
    ...{ count: COUNT, classCount: CLASSES, states, scores: engine.scores, candidates, book },
  })
  const rescore = (classes: number[]) => {
    book.rescore(classes, (...question) => engine.heldOut(...question))
    session.touch(classes)
  }
  const answer = (page: Page) => {
    const changes = page.map(({ right, ...label }) => ({ ...label, state: right ? 1 : -1 }))
    for (const { image, class: c, state } of changes) states[image * CLASSES + c] = state
    engine.update(changes)
    book.add(page)
    rescore([...new Set(page.map((one) => one.class))])
  }
  for (const page of pages) book.add(page)
  rescore(all)
  return { states, book, session, answer }
}

/** Page after page as they come, every class by turns. */
async function worked(form: string) {
  const { truth, seeds } = pictures()
  const live = await review(form, seeds, [])
  const pages: Page[] = []
  for (let turn = 0; turn < 47; turn++) {
    const c = turn % CLASSES
    const tiles = live.session.page(c, 13).tiles
    const right = (image: number) => truth[image * CLASSES + c] === 1
    const page = tiles.map(({ image }) => ({ image, class: c, right: right(image) }))
    live.answer(page)
    pages.push(page)
  }
  return { live, pages }
}

it.each(['primal', 'kernel'])('says the same after a restart, %s form', async (form) => {
  const { live, pages } = await worked(form)
  // Stored answers come back in another order within their page.
  const stored = pages.map((page) => [...page].reverse())
  const again = await review(form, live.states, stored)
  const figures = ({ book, session }: typeof live) =>
    all
      .flatMap((c) => [book.curve(c)?.intercept ?? 0, book.curve(c)?.slope ?? 0])
      .concat(
        Object.values(session.missingEstimate() ?? {}),
        all.map((c) => session.page(c, 20).precision?.mid ?? -1),
      )
  const [before, after] = [figures(live), figures(again)]
  before.forEach((value, k) => {
    expect(Math.abs((after[k] ?? 0) - value)).toBeLessThan(1e-3 * (1 + Math.abs(value)))
  })
  const defaults = ({ session }: typeof live) => all.map((c) => session.page(c, 20).untouched)
  expect(defaults(again)).toEqual(defaults(live))
})
