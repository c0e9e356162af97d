import { beforeAll, expect, it } from 'vitest'
import { useDevice } from '../tensor/backend'
import * as tf from '../tensor/tf'
import { mapSource } from './feature-source'
import { tensorOf } from './heads/network'
import { roomForMaps } from './held-source'

const [IMAGES, POSITIONS, CHANNELS] = [5, 2, 3]
const SIZE = POSITIONS * CHANNELS
const numbers = Float32Array.from({ length: IMAGES * SIZE }, (_, i) => i * i)
const scaling = { mean: Float32Array.of(1, 2, 3), std: Float32Array.of(2, 4, 8) }

beforeAll(() => useDevice('wasm'))

/** The maps of the numbers, and which rows were asked of who reads them. */
function source() {
  const asked: number[] = []
  const read = (rows: Uint32Array) => {
    asked.push(...rows)
    const maps = [...rows].flatMap((row) => [...numbers.subarray(row * SIZE, (row + 1) * SIZE)])
    return Promise.resolve(Float32Array.from(maps))
  }
  return {
    asked,
    maps: mapSource({ positions: POSITIONS, channels: CHANNELS, read }, IMAGES, scaling),
  }
}

it('maps that have room are read once, and are the same numbers in every way', async () => {
  const { asked, maps } = source()
  const held = roomForMaps()(maps)
  const rows = Uint32Array.of(4, 1, 4)
  const wanted = await maps.read(rows)
  asked.length = 0
  for (let epoch = 0; epoch < 3; epoch++) {
    const batch = await held.read(rows)
    expect(batch.shape).toEqual([3, POSITIONS, CHANNELS])
    expect([...batch.data]).toEqual([...wanted.data])
    const tensor = tensorOf(batch)
    expect([...tensor.dataSync()]).toEqual([...wanted.data])
    tensor.dispose()
  }
  expect(asked).toEqual([0, 1, 2, 3, 4])
  const { numTensors } = tf.memory()
  held.dispose?.()
  expect(tf.memory().numTensors).toBe(numTensors)
})

it('maps for which there is no room left are read as they are needed', async () => {
  // A quarter of it holds the maps once.
  const held = roomForMaps(16 * IMAGES * SIZE)
  const [first, second] = [source(), source()]
  const [inside, outside] = [held(first.maps), held(second.maps)]
  for (let epoch = 0; epoch < 2; epoch++) {
    for (const one of [inside, outside]) await one.read(Uint32Array.of(2))
  }
  expect(first.asked).toEqual([0, 1, 2, 3, 4])
  expect(second.asked).toEqual([2, 2])
})
