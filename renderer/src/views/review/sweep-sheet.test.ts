import { describe, expect, it } from 'vitest'
import { imageId } from '@contract/ids'
import { sweepPage } from '@contract/review'
import {
  answerOf,
  answersOf,
  flip,
  markUndecided,
  openSheet,
  settle,
  takeBack,
} from './sweep-sheet'

const a = imageId.parse(1)
const b = imageId.parse(2)
const c = imageId.parse(3)

function open(untouched: 'present' | 'absent' = 'present') {
  const tile = { width: 4, height: 3, score: 1, probability: 0.5 }
  return openSheet(
    sweepPage.parse({
      class: 1,
      source: 'instant',
      tiles: [a, b, c].map((image) => ({ image, ...tile })),
      untouched,
      precision: null,
      remaining: 0,
    }),
  )
}
const states = (sheet: ReturnType<typeof open>) => answersOf(sheet).map((one) => one.state)

describe('a page of a sweep', () => {
  it('accepts everything except what was marked', () => {
    expect(states(flip(open(), [b]))).toEqual(['present', 'absent', 'present'])
    expect(answersOf(open())[0]).toEqual({ image: 1, state: 'present', probability: 0.5 })
  })

  it('rejects everything except what was marked when the default has flipped', () => {
    expect(states(flip(open('absent'), [b]))).toEqual(['absent', 'present', 'absent'])
  })

  it('marks a range alike and takes the marks back by the same key', () => {
    const marked = flip(flip(open(), [b]), [a, b, c])
    expect(states(marked)).toEqual(['absent', 'absent', 'absent'])
    expect(states(flip(marked, [a, b]))).toEqual(['present', 'present', 'absent'])
  })

  it('keeps undecided apart from present and absent', () => {
    const sheet = markUndecided(flip(open(), [a]), [a])
    expect(answerOf(sheet, a)).toBe('undecided')
    expect(answerOf(markUndecided(sheet, [a]), a)).toBe('present')
  })

  it('takes marks back one by one, and then says that none is left', () => {
    const sheet = markUndecided(flip(open(), [a]), [b])
    const once = takeBack(sheet)
    expect(once && states(once)).toEqual(['absent', 'present', 'present'])
    const twice = once && takeBack(once)
    expect(twice && states(twice)).toEqual(['present', 'present', 'present'])
    expect(twice && takeBack(twice)).toBeNull()
  })

  it('leaves out what was decided in the picture view, and no mark changes it', () => {
    const sheet = flip(settle(open(), b, 'absent'), [b])
    expect(answersOf(sheet).map((one) => one.image)).toEqual([1, 3])
    expect(answerOf(sheet, b)).toBe('absent')
    expect(answersOf(settle(sheet, b, null))).toHaveLength(3)
    expect(settle(sheet, imageId.parse(99), 'absent')).toBe(sheet)
  })
})
