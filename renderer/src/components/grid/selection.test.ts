import { describe, expect, it } from 'vitest'
import { choose, chooseMany, nothingChosen } from './selection'
import type { Selection } from './selection'

const plain = { shift: false, ctrl: false }
const shift = { shift: true, ctrl: false }
const ctrl = { shift: false, ctrl: true }
const chosen = (selection: Selection) => [...selection.chosen].sort((a, b) => a - b)

describe('choosing tiles', () => {
  it('takes one by a click, a range by Shift, single ones by Ctrl', () => {
    const one = choose(nothingChosen, 4, plain)
    const some = choose(one, 2, shift)
    expect(chosen(some)).toEqual([2, 3, 4])
    expect(chosen(choose(some, 6, shift))).toEqual([4, 5, 6])
    expect(chosen(choose(some, 3, ctrl))).toEqual([2, 4])
    expect(chosen(choose(some, 9, ctrl))).toEqual([2, 3, 4, 9])
    expect(chosen(choose(some, 9, plain))).toEqual([9])
  })

  it('adds a second range with Ctrl and Shift', () => {
    const first = choose(choose(nothingChosen, 0, plain), 1, shift)
    const jumped = choose(first, 5, ctrl)
    expect(chosen(choose(jumped, 7, { shift: true, ctrl: true }))).toEqual([0, 1, 5, 6, 7])
  })

  it('takes Shift without a beginning as a plain click', () => {
    expect(chosen(choose(nothingChosen, 3, shift))).toEqual([3])
  })

  it('replaces or extends the choice by a rectangle', () => {
    const before = choose(nothingChosen, 1, plain)
    expect(chosen(chooseMany(before, [4, 5], false))).toEqual([4, 5])
    expect(chosen(chooseMany(before, [4, 5], true))).toEqual([1, 4, 5])
  })
})
