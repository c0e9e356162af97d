import { describe, expect, it } from 'vitest'
import { observeSinglePositives, splitImages } from './single-positive'

const rows = (...lines: string[]) => Array.from(lines.join(''), Number)

describe('observing one positive per image', () => {
  it('keeps the classes that the published protocol keeps', () => {
    const truth = rows('10100', '01001', '11111', '00010', '11001', '01110')
    expect([...observeSinglePositives(truth, 5, 1200)]).toEqual([0, 4, 3, 3, 4, 3])
  })

  it('keeps nothing of an image without positives', () => {
    expect([...observeSinglePositives(rows('000', '010'), 3)]).toEqual([-1, 1])
  })

  it('accepts an empty table', () => {
    expect(observeSinglePositives([], 0)).toHaveLength(0)
  })
})

describe('splitting into training and validation', () => {
  const sum = (values: Uint32Array) => values.reduce((total, value) => total + value, 0)

  it('reproduces the small published splits', () => {
    const ten = splitImages(10)
    expect([...ten.train]).toEqual([0, 1, 2, 4, 5, 6, 8, 9])
    expect([...ten.validation]).toEqual([3, 7])
    expect([...splitImages(25).validation]).toEqual([0, 7, 13, 18, 19])
  })

  it.each([
    [5717, 4574, [5, 6, 11, 15, 22], 3242061],
    [82081, 65665, [3, 4, 34, 37, 48], 667885558],
    [150000, 120000, [2, 4, 5, 7, 9], 2243968737],
    [5994, 4795, [5, 6, 11, 15, 22], 3558234],
  ])('reproduces the split of %i images', (count, trainCount, first, checksum) => {
    const { train, validation } = splitImages(count)
    expect(train).toHaveLength(trainCount)
    expect([...validation.slice(0, 5)]).toEqual(first)
    expect(sum(validation)).toBe(checksum)
  })

  it('rounds halves to even as NumPy does', () => {
    expect(splitImages(5, 0.5).validation).toHaveLength(2)
    expect(splitImages(7, 0.5).validation).toHaveLength(4)
  })
})
