import { expect, it } from 'vitest'
import { simplifyPolygons, simplifyRing } from './simplify'
import { drawn } from './test-bitmap'
import { polygonsOf } from './trace'

const at = (x: number, y: number) => ({ x, y })
const square = [at(0, 0), at(10, 0), at(10, 10), at(0, 10)]

it('leaves out corners that lie as near as the tolerance', () => {
  const rough = [at(0, 0), at(5, 1), at(10, 0), at(10, 10), at(4, 9), at(0, 10)]
  expect(simplifyRing(rough, 1)).toEqual(square)
  expect(simplifyRing(rough, 0.9)).toEqual(rough)
})

it('keeps the corners of a square at any tolerance that leaves it one', () => {
  expect(simplifyRing(square, 0)).toEqual(square)
  expect(simplifyRing(square, 3)).toEqual(square)
})

it('makes a straight line of stairs', () => {
  const [stairs] = polygonsOf(drawn('#...', '##..', '###.', '####'))
  expect(stairs?.outer).toHaveLength(10)
  expect(simplifyRing(stairs?.outer ?? [], 0.75)).toHaveLength(4)
})

it('drops rings that fall together', () => {
  const thin = [at(0, 0), at(9, 0), at(9, 0.5), at(0, 0.5)]
  expect(simplifyRing(thin, 2)).toEqual([])
  expect(simplifyPolygons([{ outer: square, holes: [thin] }], 2)).toEqual([
    { outer: square, holes: [] },
  ])
  expect(simplifyPolygons([{ outer: thin, holes: [] }], 2)).toEqual([])
})
