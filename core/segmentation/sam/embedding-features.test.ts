import { expect, it } from 'vitest'
import { embeddingFeatures } from './embedding-features'

const map = (channels: number, size: number) => ({
  data: Float32Array.from({ length: channels * size * size }, (_, i) => i),
  dims: [1, channels, size, size],
})
const wide = { side: 1024, width: 1024, height: 512 }

it('takes the deepest map, and of it what the picture covers', () => {
  const values = new Map([
    ['image_embeddings.0', map(1, 4)],
    ['image_embeddings.1', map(2, 2)],
    ['image_positional_embeddings', map(3, 2)],
  ])
  const features = embeddingFeatures(values, wide)
  expect(features).toEqual({
    ...{ channels: 2, width: 2, height: 1, data: Float32Array.of(0, 1, 4, 5) },
  })
})

it('always has a cell, however thin the picture', () => {
  const features = embeddingFeatures(new Map([['e', map(1, 2)]]), { ...wide, height: 1 })
  expect(features).toMatchObject({ width: 2, height: 1 })
  expect(embeddingFeatures(new Map(), wide)).toMatchObject({ channels: 0, width: 1, height: 1 })
})
