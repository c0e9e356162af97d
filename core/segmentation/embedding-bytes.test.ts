import { expect, it } from 'vitest'
import { packEmbedding, unpackEmbedding } from './embedding-bytes'
import type { Embedding } from './segmenter'

const embedding: Embedding = {
  ...{ model: 'basic', width: 3, height: 2 },
  arrays: [
    { name: 'seen', dims: [3], data: Uint8Array.of(1, 2, 255) },
    { name: 'map', dims: [1, 2], data: Float32Array.of(0.25, -7) },
    { name: 'half', dims: [2], data: Uint16Array.of(65_535, 1) },
  ],
}

it('is the same after it was kept, whatever kinds of numbers it has', () => {
  expect(unpackEmbedding(packEmbedding(embedding))).toEqual(embedding)
})

it('is made again where a file was cut short, is longer, or is none at all', () => {
  const whole = packEmbedding(embedding)
  expect(unpackEmbedding(whole.subarray(0, whole.length - 1))).toBeNull()
  expect(unpackEmbedding(Buffer.concat([whole, Buffer.from('x')]))).toBeNull()
  expect(unpackEmbedding(whole.subarray(0, 20))).toBeNull()
  expect(unpackEmbedding(Buffer.from('something else'))).toBeNull()
  expect(unpackEmbedding(new Uint8Array())).toBeNull()
})
