import { describe, expect, it } from 'vitest'
import { AnswerBook } from './answer-book'
import { ReviewSession } from './review-session'
import { RandomState } from '../kernel/rng'

const COUNT = 200
const CLASSES = 2

/** Scores are chances: a label is present with the probability that its score names. */
function review(answered: number) {
  const rng = new RandomState(11)
  const scores = Float32Array.from({ length: COUNT * CLASSES }, () => rng.uniform())
  const truth = scores.map((score) => Number(rng.uniform() < score))
  const states = new Int8Array(COUNT * CLASSES)
  const book = new AnswerBook(CLASSES)
  const candidates = Array.from({ length: COUNT }, (_, i) => Number(i < 180))
  for (let image = 0; image < answered; image++) {
    const entry = image * CLASSES
    states[entry] = truth[entry] ? 1 : -1
    book.add([{ image, class: 0, right: truth[entry] === 1 }])
  }
  book.rescore([0, 1], (c, images) => images.map((i) => scores[i * CLASSES + c] ?? 0))
  const session = new ReviewSession({
    count: COUNT,
    classCount: CLASSES,
    states,
    scores,
    candidates,
    book,
  })
  return { session, scores, states, truth, candidates }
}

describe('a page', () => {
  it('holds the best unknown training images of the class, and says how many are left', () => {
    const { session, scores, states, candidates } = review(60)
    const page = session.page(0, 10)
    const open = Array.from({ length: COUNT }, (_, i) => i)
      .filter((i) => states[i * CLASSES] === 0 && candidates[i] === 1)
      .sort((a, b) => (scores[b * CLASSES] ?? 0) - (scores[a * CLASSES] ?? 0))
    expect(page.tiles.map((tile) => tile.image)).toEqual(open.slice(0, 10))
    expect(page.remaining).toBe(open.length - 10)
  })

  it('is uncalibrated before there are answers, and then says so by null', () => {
    const page = review(0).session.page(0, 10)
    expect(page.precision).toBeNull()
    expect(page.tiles[0]?.probability).toBeNull()
    expect(page.untouched).toBe('present')
  })

  it('takes for its first default what left-out seeds let expect', () => {
    const { states, scores, candidates } = review(0)
    const untouched = (leftOut: readonly number[]) => {
      const sizes = { count: COUNT, classCount: CLASSES, states, scores, candidates }
      const beginning = () => ({ seeds: leftOut.length, leftOut, seeded: 200 })
      const session = new ReviewSession({ ...sizes, book: new AnswerBook(CLASSES), beginning })
      return session.page(0, 10).untouched
    }
    expect(untouched([2, 2, 2, 2, 2, 2])).toBe('present')
    expect(untouched([0.1, 0.3, 0.2, 0.15, 0.05, 0.02])).toBe('absent')
    expect(untouched([])).toBe('absent')
  })

  it('carries probabilities that follow the answers, within an interval', () => {
    const page = review(150).session.page(0, 10)
    const { low, mid, high } = page.precision ?? { low: 1, mid: 1, high: 0 }
    expect(low).toBeLessThan(mid)
    expect(mid).toBeLessThan(high)
    expect(page.tiles[0]?.probability).toBeGreaterThan(0.6)
  })

  it('flips its default when most of it is expected to be wrong', () => {
    const { session, states } = review(150)
    for (let image = 0; image < COUNT; image++) {
      const sure = states[image * CLASSES] === 0 && image % 10 !== 0
      if (sure) states[image * CLASSES] = -1
    }
    session.touch([0])
    const page = session.page(0, 40)
    expect(page.untouched === 'absent').toBe((page.precision?.mid ?? 1) < 0.5)
  })

  it('puts look-alikes together', () => {
    const { states, scores } = review(0)
    const session = new ReviewSession({
      count: COUNT,
      classCount: CLASSES,
      states,
      scores,
      candidates: new Uint8Array(COUNT).fill(1),
      book: new AnswerBook(CLASSES),
      likeness: (a, b) => Number(a % 2 === b % 2) / 2,
    })
    const parity = session.page(0, 20).tiles.map((tile) => tile.image % 2)
    const changes = parity.filter((value, i) => i > 0 && value !== parity[i - 1])
    expect(changes.length).toBeLessThanOrEqual(1)
  })

  it('puts near-duplicates behind the best of them and counts them as shown', () => {
    const { states, scores } = review(0)
    const session = new ReviewSession({
      count: COUNT,
      classCount: CLASSES,
      states,
      scores,
      candidates: new Uint8Array(COUNT).fill(1),
      book: new AnswerBook(CLASSES),
      likeness: (a, b) => Number(Math.floor(a / 100) === Math.floor(b / 100)),
    })
    const page = session.page(0, 10)
    expect(page.tiles).toHaveLength(2)
    const shown = page.tiles.flatMap(({ image, also }) => [image, ...also.map((one) => one.image)])
    expect(new Set(shown).size).toBe(50)
    expect(page.remaining).toBe(COUNT - 50)
    for (const { score, also } of page.tiles) {
      expect(Math.max(...also.map((one) => one.score))).toBeLessThanOrEqual(score)
    }
  })

  it('can begin further down, and then holds what follows the pages before it', () => {
    const { session } = review(0)
    const images = (skip: number, size: number) =>
      session.page(0, size, skip).tiles.map(({ image }) => image)
    expect([...images(0, 10), ...images(10, 10)]).toEqual(images(0, 20))
    expect(session.page(0, 10, 10).remaining).toBe(160)
  })

  it('is empty when everything is decided', () => {
    const { session, states } = review(0)
    states.fill(1)
    session.touch([0, 1])
    expect(session.page(0, 10).tiles).toEqual([])
    expect(session.overview().every((row) => row.finished && row.unknown === 0)).toBe(true)
  })
})

describe('the overview', () => {
  it('puts the class first that yields more labels a minute', () => {
    const { session } = review(150)
    const [first, second] = session.overview()
    expect(first?.perMinute ?? 0).toBeGreaterThan(second?.perMinute ?? 0)
  })

  it('stays with a class that goes well, and tries another when it does not', () => {
    const asked = (right: boolean) => {
      const book = new AnswerBook(CLASSES)
      book.add(Array.from({ length: 20 }, (_, image) => ({ image, class: 0, right })))
      const states = new Int8Array(COUNT * CLASSES)
      const scores = new Float32Array(COUNT * CLASSES)
      const candidates = new Uint8Array(COUNT).fill(1)
      const sizes = { count: COUNT, classCount: CLASSES }
      return new ReviewSession({ ...sizes, states, scores, candidates, book }).overview()[0]?.class
    }
    expect(asked(true)).toBe(0)
    expect(asked(false)).toBe(1)
  })

  it('gives no figures before calibration', () => {
    for (const row of review(0).session.overview()) {
      expect(row.expected).toBeNull()
      expect(row.perMinute).toBeNull()
      expect(row.finished).toBe(false)
    }
  })
})

describe('one image', () => {
  it('lists what is unknown about it, best first', () => {
    const { session, scores } = review(60)
    expect(session.imageSuggestions(5).map((row) => row.class)).toEqual([1])
    const both = session.imageSuggestions(170).map((row) => row.class)
    const better = (scores[340] ?? 0) >= (scores[341] ?? 0) ? 0 : 1
    expect(both).toEqual([better, 1 - better])
  })

  it('stands in an order that leaves out what is no candidate or fully decided', () => {
    const { session, states } = review(60)
    states[7 * CLASSES + 1] = 1
    const order = [...session.imageOrder()]
    expect(order).not.toContain(7)
    expect(order).not.toContain(190)
    expect(order).toHaveLength(179)
  })
})

describe('confirmed examples', () => {
  it('are the nearest to an image, never itself; without one those of the highest score', () => {
    const { session, scores } = review(60)
    const confirmed = [3, 8, 20, 50]
    const byScore = [...confirmed].sort(
      (a, b) => (scores[b * CLASSES] ?? 0) - (scores[a * CLASSES] ?? 0),
    )
    expect(session.examples(0, confirmed, null, 3)).toEqual(byScore.slice(0, 3))
    expect(session.examples(0, confirmed, 8, 9)).not.toContain(8)
  })
})

describe('what an audit draws from', () => {
  it('is every undecided image once, the suggested ones apart', () => {
    const { session } = review(150)
    const { suggested, rest } = session.auditPools(0)
    expect(suggested.images.length + rest.images.length).toBe(30)
    expect(suggested.share ?? 0).toBeGreaterThan(rest.share ?? 1)
  })

  it('suggests the best page while nothing is calibrated', () => {
    const { suggested, rest } = review(0).session.auditPools(0)
    expect([suggested.images.length, rest.images.length]).toEqual([40, 140])
    expect(suggested.share).toBeNull()
  })
})

describe('the estimate of what is missing', () => {
  it('believes an audit before the curve', () => {
    const { session } = review(120)
    const audit = { low: 3, mid: 3, high: 3 }
    expect(session.missingEstimate(() => audit)?.mid).toBe(6)
    expect(review(0).session.missingEstimate(() => audit)?.mid).toBe(6)
    expect(session.overview(() => audit)[0]?.missing).toEqual(audit)
  })

  it('is null before calibration and holds the truth after', () => {
    expect(review(0).session.missingEstimate()).toBeNull()
    const { session, truth, states, candidates } = review(120)
    const missing = truth.filter(
      (t, e) => t && states[e] === 0 && candidates[Math.floor(e / CLASSES)] === 1,
    ).length
    const { low, high } = session.missingEstimate() ?? { low: 0, high: 0 }
    expect(low).toBeLessThan(missing)
    expect(high).toBeGreaterThan(missing)
  })
})
