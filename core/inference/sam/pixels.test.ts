import { expect, it } from 'vitest'
import { frameOf } from './frame'
import { pixelsOf } from './pixels'
import type { EncoderLayout } from './layout'

const rows: EncoderLayout = {
  ...{ input: 'input_image', form: 'rows', side: 1024, fit: 'pad', outputs: ['image_embeddings'] },
  canvas: { width: 1024, height: 684 },
}
const white = (width: number, height: number) => ({
  ...{ width, height },
  data: new Uint8Array(3 * width * height).fill(255),
})

// Exports of samexporter that X-AnyLabeling uses were made for pictures of 1024 x 684 alone.
it('fits a portrait picture into the only size that an export takes', async () => {
  const picture = white(100, 200)
  const frame = frameOf(rows, picture)
  expect(frame).toEqual({ side: 1024, width: 342, height: 684 })
  const { data, dims } = await pixelsOf(picture, frame, rows)
  expect(dims).toEqual([684, 1024, 3])
  const pixel = (x: number, y: number) => data[3 * (1024 * y + x)]
  expect([pixel(0, 0), pixel(341, 683), pixel(342, 0)]).toEqual([255, 255, 0])
})

it('gives a picture as it is, as large as the square, where the export takes any size', async () => {
  const free = { ...rows, canvas: null }
  const frame = frameOf(free, white(30, 20))
  expect(frame).toEqual({ side: 1024, width: 1024, height: 683 })
  const { data, dims } = await pixelsOf(white(30, 20), frame, free)
  expect(dims).toEqual([683, 1024, 3])
  expect(data.every((value) => value === 255)).toBe(true)
})
