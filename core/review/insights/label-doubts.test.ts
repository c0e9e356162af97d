import { expect, test } from 'vitest'
import { type DoubtInput, doubtSteps } from './label-doubts'

/** One class: the score of each image is its place in `scores`, its state that in `states`. */
function inputOf(
  states: readonly number[],
  scores: readonly number[],
  more: Partial<DoubtInput> = {},
): DoubtInput {
  return {
    classCount: 1,
    states: Int8Array.from(states),
    scores: Float32Array.from(scores),
    known: states.map(() => 1),
    leaveOneOut: (_, images) => images.map((image) => scores[image] ?? 0),
    ...{ curves: [null], checked: new Set<number>(), most: 10 },
    ...more,
  }
}

function doubtsOf(input: DoubtInput) {
  const steps = doubtSteps(input)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

const curve = { intercept: -4, slope: 8 }
const right = Array.from({ length: 20 }, (_, k) => 0.8 + k / 100)
const unknown = Array.from({ length: 50 }, (_, k) => k / 100)
const states = [...right.map(() => 1), ...unknown.map(() => 0)]
const scores = [...right, ...unknown]

test('a present label that scores low and an absent one that scores high are doubted, the worse first', () => {
  const { rows, judged } = doubtsOf(
    inputOf([...states, 1, -1, -1], [...scores, 0.1, 0.9, 0.1], { curves: [curve] }),
  )
  expect(rows.map(({ image, state }) => [image, state])).toEqual([
    [70, 1],
    [71, -1],
  ])
  expect(judged).toBe(23)
})

test('without calibration a present label below most of its class is doubted, and none of the usual', () => {
  const { rows } = doubtsOf(inputOf([...states, 1], [...scores, 0.2]))
  expect(rows.map(({ image, probability }) => [image, probability])).toEqual([[70, null]])
  expect(rows[0]?.above).toBeCloseTo(0.4)
})

test('a label that was checked does not come back', () => {
  const input = inputOf([...states, 1], [...scores, 0.1], {
    curves: [curve],
    checked: new Set([70]),
  })
  expect(doubtsOf(input)).toMatchObject({ rows: [], checked: 1 })
})

test('a class with fewer than five present labels is not judged', () => {
  const input = inputOf([1, 1, 1, 1, 0, 0], [0, 0, 0, 0, 0.5, 0.5], { curves: [curve] })
  expect(doubtsOf(input)).toMatchObject({ rows: [], judged: 0 })
})

test('images that the model does not learn from are left out', () => {
  const known = [...states.map(() => 1), 0]
  const input = inputOf([...states, 1], [...scores, 0.1], { curves: [curve], known })
  expect(doubtsOf(input).rows).toEqual([])
})

test('of very many labels only the most suspicious are judged, and how far it is is told', () => {
  const many = Array.from({ length: 3000 }, (_, k) => k / 10_000)
  const asked: number[] = []
  const told: number[] = []
  const all = [...scores, ...many, 0.9]
  const { rows, labels, judged } = doubtsOf(
    inputOf([...states, ...many.map(() => -1), -1], all, {
      curves: [curve],
      tell: (share) => told.push(share),
      leaveOneOut: (_, images) => {
        asked.push(...images)
        return images.map((image) => all[image] ?? 0)
      },
    }),
  )
  expect(rows.map(({ image }) => image)).toEqual([all.length - 1])
  expect([labels, judged]).toEqual([3021, 220])
  expect(new Set(asked).size).toBe(220)
  expect(told).toEqual([0])
})

test('the list is no longer than asked for', () => {
  const wrong = Array.from({ length: 30 }, (_, k) => k / 1000)
  const input = inputOf([...states, ...wrong.map(() => 1)], [...scores, ...wrong], {
    curves: [curve],
    most: 4,
  })
  expect(doubtsOf(input).rows.map(({ image }) => image)).toEqual([70, 71, 72, 73])
})
