import { describe, expect, it } from 'vitest'
import { AnswerBook } from './answer-book'

const byImage = (_: number, images: readonly number[]) => images.map((image) => image / 100)

function filled(count: number): AnswerBook {
  const book = new AnswerBook(2)
  book.add(Array.from({ length: count }, (_, image) => ({ image, class: 0, right: image % 4 > 0 })))
  book.rescore([0, 1], byImage)
  return book
}

describe('AnswerBook', () => {
  it('has no curve before there are enough answers, and one for every class after', () => {
    expect(filled(10).curve(0)).toBeNull()
    expect(filled(60).curve(0)).not.toBeNull()
    expect(filled(60).curve(1)).not.toBeNull()
  })

  it('counts the last answers of a class', () => {
    expect(filled(100).recent(0)).toEqual({ asked: 40, right: 30 })
    expect(filled(100).recent(1)).toEqual({ asked: 0, right: 0 })
  })

  it('leaves random samples out of how pages go at the moment, and calibrates by them', () => {
    const book = filled(30)
    const sample = (_: unknown, i: number) => ({ image: 500 + i, class: 0, right: false })
    book.add(Array.from({ length: 30 }, sample).map((one) => ({ ...one, sampled: true })))
    book.rescore([0], byImage)
    expect(book.recent(0).asked).toBe(30)
    expect(book.answers(0)).toHaveLength(60)
  })

  it('scores the last answers only, whichever there are more of', () => {
    const book = filled(1000)
    expect(book.answers(0)).toHaveLength(400)
    expect(book.images(0)).toHaveLength(400)
    expect(book.images(0).at(-1)).toBe(999)
    expect(book.answers(0).at(-1)).toEqual({ score: 9.99, right: true })
    expect(book.has(3, 0)).toBe(true)
  })

  it('forgets what was taken back, down to being uncalibrated again', () => {
    const book = filled(24)
    for (let image = 0; image < 10; image++) book.forget(image, 0)
    book.rescore([0], byImage)
    expect(book.answers(0)).toHaveLength(14)
    expect(book.curve(0)).toBeNull()
  })

  it('lets a later answer replace an earlier one', () => {
    const book = new AnswerBook(1)
    book.add([{ image: 3, class: 0, right: true }])
    book.add([{ image: 3, class: 0, right: false }])
    expect(book.recent(0)).toEqual({ asked: 1, right: 0 })
  })
})
