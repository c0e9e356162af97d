import { expect, it } from 'vitest'
import { positionEncoding } from './position-encoding'

it('tells the row in the first half and the column in the second, as DETR does', () => {
  const encoding = positionEncoding(14, 14, 2048)
  const known = [0.433884, 0.900969, 0.426661, 0.904412]
  known.forEach((value, i) => {
    expect(encoding[i]).toBeCloseTo(value, 5)
    // The first cell lies in the first column as it lies in the first row.
    expect(encoding[1024 + i]).toBeCloseTo(value, 5)
  })
  const cell = 3 * 14 + 5
  const row = encoding.subarray(cell * 2048, cell * 2048 + 1024)
  const firstOfRow = encoding.subarray(3 * 14 * 2048, 3 * 14 * 2048 + 1024)
  expect(row).toEqual(firstOfRow)
})
