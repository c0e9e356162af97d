import { describe, expect, it } from 'vitest'
import { imageId } from '@contract/ids'
import { sweepPage } from '@contract/review'
import {
  answerAs,
  answerOf,
  answersOf,
  cellsOf,
  flip,
  markUndecided,
  openSheet,
  settle,
  takeBack,
  toggleGroup,
} from './sweep-sheet'

const a = imageId.parse(1)
const b = imageId.parse(2)
const c = imageId.parse(3)

function open(untouched: 'present' | 'absent' = 'present') {
  const tile = { width: 4, height: 3, score: 1, probability: 0.5, also: [] }
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

describe('near-duplicates on a page', () => {
  function grouped() {
    const { page } = open()
    const [first, second, third] = page.tiles
    if (!first || !second || !third) throw new Error('too few tiles')
    return openSheet({ ...page, tiles: [{ ...first, also: [second] }, third] })
  }
  const shown = (sheet: ReturnType<typeof open>) =>
    cellsOf(sheet).map(({ images, group }) => [images.length, group])

  it('are one place, and a mark on it decides them all', () => {
    expect(shown(grouped())).toEqual([
      [2, 2],
      [1, 1],
    ])
    const marked = flip(grouped(), cellsOf(grouped())[0]?.images ?? [])
    expect(states(marked)).toEqual(['absent', 'absent', 'present'])
  })

  it('can be shown and marked one by one, and go behind the tile again once they agree', () => {
    const opened = toggleGroup(grouped(), b)
    expect(shown(opened)).toEqual([
      [1, 2],
      [1, 1],
      [1, 1],
    ])
    const marked = flip(opened, cellsOf(opened)[1]?.images ?? [])
    expect(states(marked)).toEqual(['present', 'absent', 'present'])
    expect(toggleGroup(marked, a)).toBe(marked)
    const agreed = toggleGroup(flip(marked, [a]), b)
    expect(shown(agreed)).toEqual(shown(grouped()))
    expect(states(agreed)).toEqual(['absent', 'absent', 'present'])
    expect(toggleGroup(marked, c)).toBe(marked)
  })

  it('come out when one of them was decided elsewhere', () => {
    const sheet = settle(grouped(), a, 'absent')
    expect(cellsOf(sheet)).toHaveLength(3)
    expect(answersOf(sheet).map((one) => one.image)).toEqual([b, c])
  })
})

describe('an answer by name', () => {
  it('makes a tile an exception, or lets it follow the rule again', () => {
    const no = open('absent')
    expect(states(answerAs('present')(no, [b]))).toEqual(['absent', 'present', 'absent'])
    const back = answerAs('absent')(answerAs('present')(no, [b]), [b])
    expect(back.marks.size).toBe(0)
    expect(answerAs('absent')(no, [b])).toBe(no)
  })
})
