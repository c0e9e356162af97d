import { expect, it } from 'vitest'
import { measureRle } from './rle'

it('measures encoding and decoding, without pycocotools where there is no Python', async () => {
  const measures = await measureRle(1, null, 9)
  expect(measures.map(({ name }) => name)).toEqual(['encode 9 masks', 'decode 9 masks'])
  for (const { median, unit } of measures) {
    expect(unit).toBe('ms')
    expect(median).toBeGreaterThan(0)
  }
  expect(await measureRle(1, 'no-such-python', 9)).toHaveLength(2)
})
