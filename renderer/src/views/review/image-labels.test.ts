import { describe, expect, it } from 'vitest'
import { classId } from '@contract/ids'
import { imageDetail } from '@contract/images'
import { imageReview } from '@contract/review'
import { decisionOn, splitSuggestions, withDecision } from './image-labels'

const cat = classId.parse(1)
const dog = classId.parse(2)
const label = { state: 'present', kind: 'seed', at: 5, point: null, run: null }

function sheet(source: string | null = 'run-1') {
  return {
    detail: imageDetail.parse({
      id: 9,
      path: 'a.jpg',
      width: 4,
      height: 3,
      status: 'seeded',
      present: [cat],
      labels: [{ class: cat, ...label }],
    }),
    review: imageReview.parse({
      image: 9,
      source,
      suggestions: [
        { class: dog, score: 1.5, probability: 0.75 },
        { class: 3, score: -2, probability: 0.05 },
      ],
    }),
  }
}

describe('answering a suggestion', () => {
  it('names the run and the probability that were answered', () => {
    expect(decisionOn(sheet(), dog, 'present')).toEqual({
      image: 9,
      class: 2,
      kind: 'accept',
      state: 'present',
      run: 'run-1',
      probability: 0.75,
    })
    expect(decisionOn(sheet('instant'), dog, 'absent')).not.toHaveProperty('run')
  })

  it('adds a class that nobody suggested', () => {
    expect(decisionOn(sheet(), classId.parse(8), 'present')).toMatchObject({ kind: 'add' })
  })

  it('moves the class from the suggestions to the labels at once', () => {
    const before = sheet()
    const after = withDecision(before, decisionOn(before, dog, 'present'), 7)
    expect(after.detail.present).toEqual([1, 2])
    expect(after.review.suggestions.map((one) => one.class)).toEqual([3])
    const cleared = withDecision(after, decisionOn(after, cat, 'unknown'), 8)
    expect(cleared.detail.labels.map((one) => one.class)).toEqual([2])
  })
})

describe('folding suggestions', () => {
  it('shows the first few and all that are likely', () => {
    const make = (probability: (at: number) => number | null) =>
      Array.from({ length: 9 }, (_, at) => ({
        class: classId.parse(at + 1),
        score: -at,
        probability: probability(at),
      }))
    expect(splitSuggestions(make((at) => 0.9 - at / 10)).likely).toHaveLength(7)
    expect(splitSuggestions(make(() => 0.01)).likely).toHaveLength(4)
    const rough = splitSuggestions(make(() => null))
    expect([rough.likely.length, rough.rest.length]).toEqual([4, 5])
  })
})
