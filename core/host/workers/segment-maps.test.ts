import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type ImageId, imageId } from '../../contract/ids'
import type { SegmentTree } from '../../contract/segments'
import { encodeRle } from '../../kernel/mask/rle'
import { treeFiles } from '../../store/tree-files'
import { openSegmentMaps, removeSegmentMaps } from './segment-maps'

const SIDE = 2
const LEVEL = SIDE ** 2
const never = new AbortController().signal

/** A picture of which the left half is one segment, or the right one. */
function half(side: 'left' | 'right'): SegmentTree {
  const data = Uint8Array.of(...(side === 'left' ? [1, 0] : [0, 1]))
  const mask = encodeRle({ width: 2, height: 1, data })
  return { model: 'basic', leaves: [{ mask, quality: 0.5, stability: 0.8 }], merges: [] }
}

async function project(trees: Readonly<Record<number, SegmentTree>>) {
  const directory = await mkdtemp(join(tmpdir(), 'singlet-maps-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  const files = treeFiles(directory)
  const picture = (id: ImageId) => ({ image: id, stamp: `stamp-${String(id)}` })
  for (const [id, tree] of Object.entries(trees)) {
    await files.write('basic', picture(imageId.parse(Number(id))), tree)
  }
  const ids = Int32Array.of(5, 6, 7)
  const stamps = Array.from(ids, (id) => `stamp-${String(id)}`)
  const order = { directory, model: 'basic', stamps, side: SIDE }
  const heard: number[] = []
  const tell = (done: number) => void heard.push(done)
  const openMaps = async (change: Partial<typeof order> = {}, signal = never) => {
    const maps = await openSegmentMaps(
      { ...order, ...change },
      { ids, folder: directory },
      tell,
      signal,
    )
    onTestFinished(() => maps.close())
    return maps
  }
  return { directory, files, picture, heard, openMaps }
}

/** The first level of one picture. */
async function firstLevel(maps: Awaited<ReturnType<typeof openSegmentMaps>>, row: number) {
  const read = await maps.read(Uint32Array.of(row))
  return [...read.maps.subarray(0, LEVEL)]
}

describe('the segments of a run', () => {
  it('are read by rows in any order, and are none of pictures that are not cut', async () => {
    const { openMaps, heard } = await project({ 5: half('left'), 7: half('right') })
    const maps = await openMaps()
    expect(heard).toEqual([1, 2, 3])
    expect(maps.uncut).toBe(1)
    const read = await maps.read(Uint32Array.of(2, 0))
    expect([...read.maps.subarray(0, LEVEL)]).toEqual([0, 1, 0, 1])
    expect([...read.maps.subarray(3 * LEVEL, 4 * LEVEL)]).toEqual([1, 0, 1, 0])
    expect([...read.stability.subarray(0, LEVEL)]).toEqual([0, 204, 0, 204])
    expect(await firstLevel(maps, 1)).toEqual([0, 0, 0, 0])
  })

  it('are none of a picture whose file has changed since', async () => {
    const { openMaps } = await project({ 5: half('left') })
    expect((await openMaps({ stamps: ['another', '', ''] })).uncut).toBe(3)
  })

  it('stay what they were for a run that goes on, whatever was cut anew', async () => {
    const { openMaps, files, picture, heard } = await project({ 5: half('left') })
    await openMaps()
    await files.write('basic', picture(imageId.parse(5)), half('right'))
    expect(await firstLevel(await openMaps(), 0)).toEqual([1, 0, 1, 0])
    expect(heard).toHaveLength(3)
  })

  it('are made again where their file is of other pictures, and go when nobody needs them', async () => {
    const { openMaps, directory } = await project({ 5: half('left') })
    await openMaps()
    const again = await openMaps({ side: 4 })
    expect((await again.read(Uint32Array.of(0))).maps).toHaveLength(3 * 16)
    await removeSegmentMaps(directory)
    await expect(stat(join(directory, 'segments.bin'))).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(removeSegmentMaps(directory)).resolves.toBeUndefined()
  })

  it('leave nothing half done when a person cancels', async () => {
    const { openMaps, directory } = await project({ 5: half('left') })
    await expect(openMaps({}, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
    expect(await readdir(directory)).toEqual(['everything'])
  })

  it('are none of a picture with masks that do not add up', async () => {
    const broken = half('left')
    const [leaf] = broken.leaves
    if (leaf) leaf.mask = { ...leaf.mask, width: 900 }
    const { openMaps } = await project({ 5: broken, 6: half('left') })
    expect((await openMaps()).uncut).toBe(2)
  })
})
