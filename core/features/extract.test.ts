import { cp, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openBackbone } from '../inference/backbones'
import type { Backbone } from '../inference/backbones'
import { renderHeatMap } from '../inference/heat-map'
import { decodeSquare } from '../inference/read-square'
import { readViews } from '../inference/read-views'
import { toPlanes } from '../inference/square'
import { decodeFloat16, encodeFloat16 } from '../kernel/float16'
import { extractFeatures } from './extract'
import type { ExtractOptions, ExtractProgress } from './extract'
import { FeatureCache, cacheShape, countCached, estimateCache } from './feature-cache'
import { lookHere } from './look-at'
import { channelsLast, poolMap } from './pooling'

const folder = await mkdtemp(join(tmpdir(), 'singlet-features-'))
const backbone = await openBackbone('mini', { threads: 1 })
afterAll(async () => {
  await backbone.close()
  await rm(folder, { recursive: true, force: true })
})

const side = 64
const shape = cacheShape(backbone, side)
let folders = 0

/** Twelve pictures, each unlike the others, in a folder of their own, and an empty cache. */
async function bench(count = 12) {
  const root = await mkdtemp(join(folder, 'pictures-'))
  const images = []
  for (let id = 1; id <= count; id++) {
    const path = join(root, `${id} é.png`)
    const values = Float32Array.from({ length: 64 }, (_, i) => ((i * id * 7919) % 101) / 100)
    await writeFile(path, await renderHeatMap(values, 8, 8, 40, 30))
    images.push({ id, path })
  }
  const features = join(folder, `features-${++folders}`)
  const cache = await FeatureCache.open(features, shape)
  return { root, images, cache, backbone, features }
}

interface Work extends Omit<ExtractOptions, 'open'> {
  readonly backbone: Backbone
}

const optionsOf = ({ backbone: network, ...work }: Work): ExtractOptions => ({
  ...work,
  open: () => lookHere(network, shape, 4),
})

async function drain(work: Work, signal?: AbortSignal): Promise<ExtractProgress[]> {
  const all: ExtractProgress[] = []
  for await (const progress of extractFeatures(optionsOf(work), signal)) all.push(progress)
  return all
}

/** A backbone that counts the pictures it has seen. */
function counting(inner: Backbone) {
  const seen = { pictures: 0 }
  const featureMaps: Backbone['featureMaps'] = (pixels, batch, edge) => {
    seen.pictures += batch
    return inner.featureMaps(pixels, batch, edge)
  }
  return { seen, counted: { ...inner, featureMaps } }
}

async function pooledAlone(path: string): Promise<Float32Array> {
  const { data } = await backbone.featureMaps(await decodeSquare(path, side), 1, side)
  const out = new Float32Array(2 * backbone.channels)
  poolMap(data, backbone.channels, out)
  return out
}

function expectClose(actual: Float32Array, wanted: Float32Array): void {
  expect(actual.length).toBe(wanted.length)
  const worst = wanted.reduce((most, x, i) => Math.max(most, Math.abs(x - (actual[i] ?? NaN))), 0)
  expect(worst).toBeLessThan(0.01)
}

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) =>
    x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0)
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}

describe('extractFeatures', () => {
  it('stores for each image what the backbone says about it alone', async () => {
    const work = await bench()
    const progress = await drain(work)
    expect(progress.map(({ done }) => done)).toEqual([0, 4, 8, 12])
    expect(progress.at(-1)).toMatchObject({ total: 12, failed: [] })
    const rows = await work.cache.pooled.read([7, 2])
    const [seven, two] = [work.images[6]?.path ?? '', work.images[1]?.path ?? '']
    expectClose(rows.subarray(0, rows.length / 2), await pooledAlone(seven))
    expectClose(rows.subarray(rows.length / 2), await pooledAlone(two))
    await work.cache.close()
  })

  it('computes nothing twice, also after reopening, and only what is new', async () => {
    const work = await bench()
    await drain({ ...work, images: work.images.slice(0, 5) })
    await work.cache.close()
    const { seen, counted } = counting(backbone)
    const again = {
      ...work,
      backbone: counted,
      cache: await FeatureCache.open(work.features, shape),
    }
    await drain(again)
    expect(seen.pictures).toBe(7)
    expect(await drain(again)).toMatchObject([{ done: 12, total: 12 }])
    expect(seen.pictures).toBe(7)
    await again.cache.close()
  })

  it('keeps what is done when cancelled, and resumes with the rest', async () => {
    const work = await bench()
    const stop = new AbortController()
    const cancelled = (async () => {
      for await (const { done } of extractFeatures(optionsOf(work), stop.signal))
        if (done >= 4) stop.abort()
    })()
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' })
    expect(work.cache.pooled.size).toBeGreaterThanOrEqual(4)
    expect(work.cache.pooled.size).toBeLessThan(12)
    const { seen, counted } = counting(backbone)
    const kept = work.cache.pooled.size
    await drain({ ...work, backbone: counted })
    expect(seen.pictures).toBe(12 - kept)
    await work.cache.close()
  })

  it('lists unreadable images with their reasons and goes on', async () => {
    const work = await bench(6)
    await writeFile(work.images[1]?.path ?? '', '')
    await writeFile(work.images[4]?.path ?? '', 'no picture')
    const last = (await drain(work)).at(-1)
    expect(last?.done).toBe(6)
    expect(last?.failed.map(({ id }) => id)).toEqual([2, 5])
    expect(last?.failed[0]?.reason).toMatch(/empty/)
    expect([1, 2, 3, 4, 5, 6].filter((id) => work.cache.pooled.has(id))).toEqual([1, 3, 4, 6])
    await work.cache.close()
  })

  it('stops with one clear failure when the picture folder goes, and resumes when it is back', async () => {
    const work = await bench()
    const elsewhere = `${work.root}-unplugged`
    const interrupted = (async () => {
      for await (const { done } of extractFeatures(optionsOf(work)))
        if (done === 4) await rename(work.root, elsewhere)
    })()
    await expect(interrupted).rejects.toMatchObject({ code: 'IMAGES_MISSING', path: work.root })
    expect(work.cache.pooled.size).toBeGreaterThanOrEqual(4)
    await cp(elsewhere, work.root, { recursive: true })
    expect((await drain(work)).at(-1)).toMatchObject({ done: 12, failed: [] })
    await work.cache.close()
  })

  it('keeps whole maps when asked, also for images that have only pooled features', async () => {
    const work = await bench(5)
    await drain(work)
    await drain({ ...work, maps: ['plain'] })
    const row = await (await work.cache.maps()).readHalves([3])
    const path = work.images[2]?.path ?? ''
    const { data } = await backbone.featureMaps(await decodeSquare(path, side), 1, side)
    const wanted = channelsLast(data, backbone.channels)
    expectClose(decodeFloat16(row), decodeFloat16(encodeFloat16(wanted)))
    expect(row).toHaveLength(
      estimateCache(1, shape, { views: ['plain'], maps: ['plain'] }).maps / 2,
    )
    await work.cache.close()
  })

  it('keeps every view apart, and takes one picture for all views that it lacks', async () => {
    const work = await bench(5)
    const views = ['plain', 'mirrored', 'strong-1', 'strong-2', 'tiles-2x2', 'tiles-3x3'] as const
    await drain({ ...work, views, maps: ['plain', 'mirrored'] })
    const rows = new Map<string, Float32Array>()
    for (const view of views) rows.set(view, await (await work.cache.rows(view)).read([3]))
    const { channels } = backbone
    expect([...rows.values()].map(({ length }) => length / (2 * channels))).toEqual([
      1, 1, 1, 1, 4, 9,
    ])
    const seen = new Set([...rows.values()].map((row) => Array.from(row.subarray(0, 40)).join()))
    expect(seen.size).toBe(views.length)
    const { seen: counter, counted } = counting(backbone)
    await drain({ ...work, backbone: counted, views, maps: ['plain', 'mirrored'] })
    expect(counter.pictures).toBe(0)
    await work.cache.close()
  })

  it('stores of each tile what the backbone says about it alone, at the tile’s own side', async () => {
    const work = await bench(3)
    await drain({ ...work, views: ['tiles-2x2'] })
    const row = await (await work.cache.rows('tiles-2x2')).read([2])
    const path = work.images[1]?.path ?? ''
    const [read] = await readViews(path, ['tiles-2x2'], side, 2)
    const tile = read?.squares[3]
    if (!tile) throw new Error('no tile')
    expect(tile.side).toBe(32)
    const { data } = await backbone.featureMaps(toPlanes(tile), 1, 32)
    const wanted = new Float32Array(2 * backbone.channels)
    poolMap(data, backbone.channels, wanted)
    expectClose(row.subarray(3 * wanted.length), wanted)
    expect(work.cache.pooled.size).toBe(0)
    await work.cache.close()
  })

  it('says of a mirrored picture nearly, not quite, what it says of the picture', async () => {
    const work = await bench(1)
    await drain({ ...work, views: ['mirrored'], maps: ['plain', 'mirrored'] })
    const plainRow = await work.cache.pooled.read([1])
    const mirroredRow = await (await work.cache.rows('mirrored')).read([1])
    const similar = cosine(plainRow, mirroredRow)
    expect(similar).toBeGreaterThan(0.8)
    expect(similar).toBeLessThan(0.99999)
    await work.cache.close()
  })

  it('cancelled between views keeps what is done of each, and goes on with the rest', async () => {
    const work = await bench()
    const wanted = { views: ['plain', 'mirrored', 'strong-1'] } as const
    await drain({ ...work, images: work.images.slice(0, 3) })
    const stop = new AbortController()
    const cancelled = (async () => {
      const steps = extractFeatures(optionsOf({ ...work, ...wanted }), stop.signal)
      for await (const { done } of steps) if (done >= 4) stop.abort()
    })()
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' })
    const kept = (await work.cache.rows('strong-1')).size
    expect(kept).toBeGreaterThanOrEqual(4)
    expect(kept).toBeLessThan(12)
    const before = await (await work.cache.rows('strong-1')).read([1])
    await work.cache.close()

    const cache = await FeatureCache.open(work.features, shape)
    const { seen, counted } = counting(backbone)
    await drain({ ...work, ...wanted, cache, backbone: counted })
    expect(seen.pictures).toBe(3 * (12 - kept))
    const rows = await cache.rows('strong-1')
    expect(rows.size).toBe(12)
    expect(await rows.read([1])).toEqual(before)
    const counts = wanted.views.map((view) => countCached(work.features, shape, { view }))
    expect(await Promise.all(counts)).toEqual([12, 12, 12])
    expect(await countCached(work.features, shape, { view: 'strong-2' })).toBe(0)
    expect(await countCached(work.features, shape, { view: 'plain', maps: true })).toBe(0)
    await cache.close()
  })

  it('gives an image only its own views where it has some', async () => {
    const work = await bench(4)
    const images = work.images.map((image) =>
      image.id > 2 ? { ...image, views: ['plain'] as const } : image,
    )
    const last = (await drain({ ...work, images, views: ['plain', 'mirrored'] })).at(-1)
    expect(last).toMatchObject({ done: 4, total: 4 })
    const mirrored = await work.cache.rows('mirrored')
    expect([1, 2, 3, 4].map((id) => mirrored.has(id))).toEqual([true, true, false, false])
    expect(work.cache.pooled.size).toBe(4)
    await work.cache.close()
  })

  it('does nothing for no images', async () => {
    const work = await bench(0)
    expect(await drain(work)).toMatchObject([{ done: 0, total: 0, failed: [] }])
    await work.cache.close()
  })
})
