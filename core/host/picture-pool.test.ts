import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { renderHeatMap } from '../inference/heat-map'
import { usualCrop } from '../inference/random-crop'
import { readTrainingPicture } from '../inference/training-picture'
import { openPicturePool, type PicturePoolOptions } from './picture-pool'
import { builtFolder, temporaryFolder } from './test-host'

const side = 24
const bytes = 3 * side ** 2
const augment = { crop: usualCrop, flip: true, jitter: 0.4 }

/** So many pictures, each unlike the others, and a pool over them. */
async function pool(count: number, options: Partial<PicturePoolOptions> = {}) {
  const root = join(await temporaryFolder(), 'pictures é')
  await mkdir(root)
  const paths = Array.from({ length: count }, (_, row) => `${row}.png`)
  for (const [row, path] of paths.entries()) {
    const values = Float32Array.from({ length: 64 }, (_, i) => ((i * (row + 3) * 7919) % 101) / 100)
    await writeFile(join(root, path), await renderHeatMap(values, 8, 8, 40, 30))
  }
  const opened = openPicturePool({
    ...{ root, paths, side, seed: 5, augment, workers: 2, folder: builtFolder },
    ...options,
  })
  onTestFinished(() => opened.close())
  return { root, paths, ...opened }
}

const rowsOf = (...rows: number[]) => Uint32Array.from(rows)

describe('a pool of pictures', () => {
  it('gives the pictures of an order in its order, whoever made them', async () => {
    const { read, root } = await pool(11)
    const rows = rowsOf(10, 3, 0, 7, 3, 1, 2, 9, 8)
    for (const view of ['plain', 'weak', 'strong'] as const) {
      const pictures = await read({ rows, view, epoch: 2 })
      expect(pictures).toHaveLength(rows.length * bytes)
      for (const [i, row] of rows.entries()) {
        const draw = { seed: 5, epoch: 2, row }
        const path = join(root, `${row}.png`)
        const { pixels } = await readTrainingPicture({ path }, side, view, augment, draw)
        expect(Buffer.from(pictures.subarray(i * bytes, (i + 1) * bytes))).toEqual(
          Buffer.from(pixels),
        )
      }
    }
  })

  it('says again what it said before it was closed, order by order and epoch by epoch', async () => {
    const first = await pool(6)
    const order = { rows: rowsOf(5, 1, 4), view: 'weak', epoch: 3 } as const
    const whole = await first.read(order)
    const again = await pool(6, { workers: 1 })
    await again.read({ ...order, epoch: 1 })
    expect(await again.read(order)).toEqual(whole)
    expect(await again.read({ ...order, epoch: 4 })).not.toEqual(whole)
  })

  it('has several orders under way, and the first one is not kept waiting', async () => {
    const { read } = await pool(8)
    const rows = Uint32Array.from({ length: 64 }, (_, i) => i % 8)
    const done: number[] = []
    const orders = [1, 2, 3].map(async (epoch) => {
      await read({ rows, view: 'strong', epoch })
      done.push(epoch)
    })
    await Promise.all(orders)
    expect(done).toEqual([1, 2, 3])
  })

  it('leaves a picture that cannot be read without colour, and tells it once', async () => {
    const { read, failed, root } = await pool(5)
    await writeFile(join(root, '2.png'), 'no picture')
    await writeFile(join(root, '3.png'), '')
    const rows = rowsOf(1, 2, 3, 4)
    const pictures = await read({ rows, view: 'weak', epoch: 1 })
    expect(new Set(pictures.subarray(bytes, 3 * bytes))).toEqual(new Set([127]))
    expect(new Set(pictures.subarray(3 * bytes)).size).toBeGreaterThan(5)
    await read({ rows, view: 'weak', epoch: 2 })
    const told = failed().toSorted((a, b) => a.row - b.row)
    expect(told.map(({ row }) => row)).toEqual([2, 3])
    expect(told[0]).toMatchObject({ path: join(root, '2.png') })
    expect(told[0]?.reason).toMatch(/not a picture/)
    expect(told[1]?.reason).toMatch(/empty/)
  })

  it('stops with one clear failure when the folder goes, and goes on when it is back', async () => {
    const { read, root } = await pool(4)
    const order = { rows: rowsOf(0, 1, 2, 3), view: 'plain', epoch: 1 } as const
    await rename(root, `${root}-unplugged`)
    await expect(read(order)).rejects.toMatchObject({ code: 'IMAGES_MISSING', path: root })
    await rename(`${root}-unplugged`, root)
    expect(await read(order)).toHaveLength(4 * bytes)
  })

  it('rejects what is under way when it is closed, and everything after', async () => {
    const { read, close } = await pool(4)
    const rows = Uint32Array.from({ length: 400 }, (_, i) => i % 4)
    const pending = read({ rows, view: 'strong', epoch: 1 })
    await close()
    await expect(pending).rejects.toMatchObject({ code: 'CANCELLED' })
    await expect(read({ rows, view: 'plain', epoch: 1 })).rejects.toMatchObject({
      code: 'CANCELLED',
    })
  })

  it('knows only the rows that it has paths of', async () => {
    const { read } = await pool(2)
    await expect(read({ rows: rowsOf(2), view: 'plain', epoch: 1 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    expect(await read({ rows: rowsOf(), view: 'plain', epoch: 1 })).toHaveLength(0)
  })
})
