import { expect, it } from 'vitest'
import { inkDraft } from './paint-draft'

it('fills what is inside, outlines where it ends, and clears what is outside', () => {
  const rows = ['.....', '.###.', '.###.', '.###.', '.....']
  const data = Uint8Array.from(rows.join(''), (sign) => (sign === '#' ? 1 : 0))
  const pixels = new Uint32Array(25).fill(9)
  const box = { x0: 0, y0: 0, x1: 5, y1: 4 }
  inkDraft(pixels, { width: 5, height: 5, data }, box, 1, 2)
  expect([...pixels.subarray(5, 15)]).toEqual([0, 2, 2, 2, 0, 0, 2, 1, 2, 0])
  expect([...pixels.subarray(20)]).toEqual([9, 9, 9, 9, 9])
})
