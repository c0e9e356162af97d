import { describe, expect, it } from 'vitest'
import { pictureSource, tileSource } from './pictures'
import type { PictureOrder } from './train-input'

const SIDE = 4
/** Pictures whose every number says which picture, row and column it is of. */
function reader(orders: PictureOrder[] = []) {
  return (order: PictureOrder) => {
    orders.push(order)
    const bytes = [...order.rows].flatMap((row) =>
      Array.from({ length: SIDE * SIDE }, (_, i) => [row, Math.floor(i / SIDE), i % SIDE]).flat(),
    )
    return Promise.resolve(Uint8Array.from(bytes))
  }
}

describe('pictures as a source', () => {
  it('are read once, when they are prepared, and given as they were asked for', async () => {
    const orders: PictureOrder[] = []
    const source = pictureSource({ side: SIDE, read: reader(orders) }, 9, 'weak', 3)
    const rows = Uint32Array.of(7, 2)
    source.prepare?.(rows)
    source.prepare?.(rows)
    const { data, shape } = await source.read(rows)
    expect(orders).toEqual([{ rows, view: 'weak', epoch: 3 }])
    expect(shape).toEqual([2, SIDE, SIDE, 3])
    expect([...data.subarray(0, 3), ...data.subarray(-3)]).toEqual([7, 0, 0, 2, 3, 3])
  })

  it('that cannot be read fail for whoever asks, not for whoever prepared', async () => {
    const read = () => Promise.reject(new Error('gone'))
    const source = pictureSource({ side: SIDE, read }, 9, 'plain')
    const rows = Uint32Array.of(1)
    source.prepare?.(rows)
    await new Promise(setImmediate)
    await expect(source.read(rows)).rejects.toThrow('gone')
  })

  it('are cut into tiles, row by row', async () => {
    const orders: PictureOrder[] = []
    const source = tileSource({ side: SIDE, read: reader(orders) }, 3, 4)
    expect(source.images).toBe(12)
    // The upper right tile of picture 1, the lower left one of picture 2.
    const { data, shape } = await source.read(Uint32Array.of(5, 10))
    expect(shape).toEqual([2, 2, 2, 3])
    expect([...data.subarray(0, 3)]).toEqual([1, 0, 2])
    expect([...data.subarray(12, 15)]).toEqual([2, 2, 0])
    expect(orders).toHaveLength(1)
  })
})
