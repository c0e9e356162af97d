import { expect, it } from 'vitest'
import { packMask } from './packed-mask'
import { contrasted, meanFeatures } from './mean-features'

const map = {
  data: Float32Array.of(1, 3, 5, 7, 2, 2, 2, 2),
  ...{ channels: 2, width: 2, height: 2 },
}

it('averages the cells that a mask lies on, by how much of it lies there', () => {
  // 4 x 4 pixels: three in the upper left cell, one in the lower right one.
  const data = new Uint8Array(16)
  for (const at of [0, 1, 4, 15]) data[at] = 1
  expect([...meanFeatures(map, packMask({ width: 4, height: 4, data }))]).toEqual([2.5, 2])
})

it('knows a mask coarser than the map, and an empty one', () => {
  expect([...meanFeatures(map, packMask({ width: 1, height: 1, data: Uint8Array.of(1) }))]).toEqual(
    [7, 2],
  )
  expect([
    ...meanFeatures(map, packMask({ width: 2, height: 1, data: new Uint8Array(2) })),
  ]).toEqual([0, 0])
})

it("takes a picture's average away, and a channel that is even everywhere says nothing", () => {
  const { data } = contrasted(map)
  const spread = Math.sqrt(5)
  expect([...data]).toEqual(
    [-3, -1, 1, 3, 0, 0, 0, 0].map((x) => expect.closeTo(x / spread, 6) as unknown),
  )
})
