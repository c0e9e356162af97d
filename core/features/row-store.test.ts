import { appendFile, mkdtemp, open, readFile, rm, stat, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { writeDurably } from './durable-write'
import { RowStore } from './row-store'

const folder = await mkdtemp(join(tmpdir(), 'singlet-rows-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
let stores = 0
const newBase = () => join(folder, `store-${++stores}`, 'rows')

/** Bits of halves 1, 2, 3...: any finite pattern will do. */
const halves = (count: number, from: number) =>
  Uint16Array.from({ length: count }, (_, i) => 0x3c00 + from + i)

async function twoBlocks(base: string): Promise<void> {
  const store = await RowStore.open(base, 4, true)
  await store.append([10, 20], halves(8, 0))
  await store.append([30], halves(4, 8))
  await store.close()
}

describe('RowStore', () => {
  it('gives rows back in the order asked for, after closing and opening', async () => {
    const base = newBase()
    await twoBlocks(base)
    const store = await RowStore.open(base, 4, true)
    expect([store.size, store.has(20), store.has(11)]).toEqual([3, true, false])
    const rows = await store.readHalves([30, 10])
    expect([...rows]).toEqual([...halves(4, 8), ...halves(4, 0)])
    expect((await store.read([10])).at(0)).toBe(1)
    expect(await store.read([])).toHaveLength(0)
    await store.close()
  })

  it('reads many rows through windows, in any order', async () => {
    const store = await RowStore.open(newBase(), 1 << 20, false)
    const ids = [1, 2, 3, 4, 5, 6, 7, 8, 9]
    for (const id of ids) await store.append([id], new Uint16Array(1 << 20).fill(id))
    const order = [9, 1, 5, 2, 8]
    const rows = await store.readHalves(order)
    expect(order.map((_, i) => rows[(i << 20) + 12345])).toEqual(order)
    await store.close()
  })

  it('says which image has no features', async () => {
    const store = await RowStore.open(newBase(), 4, true)
    await expect(store.read([5])).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await store.close()
  })

  it('keeps every whole block when a process was killed anywhere in a write', async () => {
    const whole = newBase()
    await twoBlocks(whole)
    const [rows, index] = [await readFile(`${whole}.f16`), await readFile(`${whole}.idx`)]
    const entry = 16 + 2 * 4
    for (let cut = entry; cut < index.length; cut++) {
      const base = newBase()
      await twoBlocks(base)
      await truncate(`${base}.idx`, cut)
      const store = await RowStore.open(base, 4, true)
      expect([store.has(10), store.has(20), store.has(30)]).toEqual([true, true, false])
      await store.append([40], halves(4, 100))
      await store.close()
      const again = await RowStore.open(base, 4, true)
      expect([...(await again.readHalves([40, 20]))]).toEqual([...halves(4, 100), ...halves(4, 4)])
      await again.close()
      expect((await stat(`${base}.f16`)).size).toBe(rows.length)
    }
  })

  it('does not hand out a block whose bytes changed, and takes it again', async () => {
    const base = newBase()
    await twoBlocks(base)
    const file = await open(`${base}.f16`, 'r+')
    await file.write(Buffer.from([0xff]), 0, 1, 3)
    await file.close()
    const store = await RowStore.open(base, 4, true)
    expect([store.has(10), store.has(20), store.has(30)]).toEqual([false, false, true])
    await store.append([10, 20], halves(8, 0))
    expect([...(await store.readHalves([30, 10]))]).toEqual([...halves(4, 8), ...halves(4, 0)])
    await store.close()
  })

  it('does not count rows that the file of rows has lost', async () => {
    const base = newBase()
    await twoBlocks(base)
    await truncate(`${base}.f16`, 17)
    const store = await RowStore.open(base, 4, false)
    expect([store.has(10), store.has(30)]).toEqual([true, false])
    await store.append([30], halves(4, 8))
    expect([...(await store.readHalves([30]))]).toEqual([...halves(4, 8)])
    await store.close()
  })

  it('ignores an index that is noise', async () => {
    const base = newBase()
    await twoBlocks(base)
    await truncate(`${base}.idx`, 0)
    await appendFile(`${base}.idx`, Buffer.from('SGB1 and then nothing that makes any sense'))
    const store = await RowStore.open(base, 4, true)
    expect(store.size).toBe(0)
    await store.close()
  })

  it.runIf(process.platform === 'linux')('says that the disk is full', async () => {
    const full = await open('/dev/full', 'r+')
    await expect(writeDurably(full, Buffer.alloc(10), 0, 'rows')).rejects.toMatchObject({
      code: 'DISK_FULL',
    })
    await full.close()
  })
})
