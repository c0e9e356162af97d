import { expect, it } from 'vitest'
import { RandomState } from '../kernel/rng'
import { drawAudit } from './audit-sample'

const images = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i)

it('draws different images of every part, the whole sample as large as wished', () => {
  const pools = [
    { images: images(0, 50), share: 0.7 },
    { images: images(50, 950), share: 0.01 },
  ]
  const [suggested = [], rest = []] = drawAudit(pools, 40, new RandomState(1))
  expect(suggested.length + rest.length).toBe(40)
  expect(Math.min(suggested.length, rest.length)).toBeGreaterThanOrEqual(8)
  expect(new Set([...suggested, ...rest]).size).toBe(40)
  expect(suggested.every((image) => image < 50)).toBe(true)
  expect(rest.every((image) => image >= 50)).toBe(true)
})

it('takes all of a small part, and nothing of an empty one', () => {
  const pools = [
    { images: images(0, 3), share: null },
    { images: [], share: null },
  ]
  expect(drawAudit(pools, 40, new RandomState(1)).map((part) => part.length)).toEqual([3, 0])
})

it('reaches every image of a part sooner or later', () => {
  const rng = new RandomState(9)
  const seen = new Set<number>()
  for (let turn = 0; turn < 60; turn++) {
    drawAudit([{ images: images(0, 30), share: 0.5 }], 10, rng)[0]?.forEach((i) => seen.add(i))
  }
  expect(seen.size).toBe(30)
})
