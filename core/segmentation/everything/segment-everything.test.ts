import { expect, it } from 'vitest'
import { cutTree } from '../../kernel/mask/cut-tree'
import { rleArea } from '../../kernel/mask/rle'
import type { Guess, Segmenter } from '../segmenter'
import { type Disc, discSegmenter } from '../test-discs'
import { pointRounds } from './point-grid'
import { segmentEverything } from './segment-everything'

const blank = (width: number, height: number) => ({
  ...{ width, height, data: new Uint8Array(width * height * 3) },
})
const nothing = { width: 1, height: 1, counts: '1' }
const everyMask = { leastQuality: 0, leastStability: 0 }

async function everything(discs: readonly Disc[], width: number, height: number, wish = {}) {
  const segmenter = discSegmenter(discs)
  const embedding = await segmenter.embed(blank(width, height))
  return segmentEverything(segmenter, embedding, null, { ...everyMask, ...wish })
}

const apart = [
  { x: 60, y: 60, radius: 40 },
  { x: 220, y: 120, radius: 60 },
]

it('finds each thing once, its parts too, the best first, on the grid that is wanted', async () => {
  const { leaves, model } = await everything(apart, 300, 200)
  expect(model).toBe('discs')
  expect(leaves).toHaveLength(6)
  const qualities = leaves.map(({ quality }) => quality ?? 0)
  expect(qualities).toEqual([...qualities].sort((a, b) => b - a))
  const areas = leaves.slice(0, 2).map(({ mask }) => rleArea(mask) / (Math.PI * 10_000))
  expect(areas.sort()).toEqual([expect.closeTo(0.16, 2), expect.closeTo(0.36, 2)])
  const fine = await everything(apart, 300, 200, { grid: { width: 600, height: 400 } })
  expect(fine.leaves[0]?.mask).toMatchObject({ width: 600, height: 400 })
})

it('merges parts into things before it merges things', async () => {
  const { leaves, merges } = await everything(apart, 300, 200)
  expect(merges).toHaveLength(5)
  const things = cutTree(merges, leaves.length, 0.1)
  const share = (leaf: number) => rleArea(leaves[leaf]?.mask ?? nothing) / (300 * 200)
  const largest = things.map((thing) => Math.max(...thing.map(share)))
  expect(largest.sort()).toEqual([expect.closeTo(0.084, 2), expect.closeTo(0.188, 2)])
  expect(things.map((thing) => thing.length)).toEqual([3, 3])
})

it('merges what looks alike before what does not', async () => {
  const row = [50, 150, 250].map((x) => ({ x, y: 50, radius: 45 }))
  const segmenter = discSegmenter(row)
  const embedding = await segmenter.embed(blank(300, 100))
  const data = Float32Array.of(1, 5, 1, 2, 9, 2)
  const features = { data, channels: 2, width: 3, height: 1 }
  const { leaves, merges } = await segmentEverything(segmenter, embedding, features, {
    ...{ ...everyMask, leastQuality: 0.85 },
  })
  expect(leaves).toHaveLength(3)
  const [pair] = cutTree(merges, 3, 0.3).filter((group) => group.length === 2)
  const [left, right] = (pair ?? []).map((leaf) => leaves[leaf]?.mask.counts)
  expect(pair).toHaveLength(2)
  expect([left, right]).not.toContain(undefined)
  expect(merges[0]?.similarity).toBeCloseTo(0.5, 2)
})

it('leaves out what the filters say: quality, stability, area', async () => {
  const counted = async (wish: object) => (await everything(apart, 300, 200, wish)).leaves.length
  expect(await counted({ leastQuality: 0.85 })).toBe(2)
  expect(await counted({ leastStability: 0.999 })).toBe(0)
  expect(await counted({ mostArea: 0.1 })).toBe(5)
  expect(await counted({ leastArea: 0.1 })).toBe(1)
  expect(await counted({ mostSegments: 3 })).toBe(3)
})

it('asks each place once, from coarse to fine, and none that lies in a part already found', async () => {
  const asked: string[] = []
  const discs = discSegmenter([{ x: 80, y: 80, radius: 120 }])
  const counting: Segmenter = {
    ...discs,
    guessEach: (embedding, points) => {
      asked.push(...points.map(({ x, y }) => `${x},${y}`))
      return discs.guessEach(embedding, points)
    },
  }
  const embedding = await counting.embed(blank(160, 160))
  const all = await segmentEverything(counting, embedding, null, {
    ...everyMask,
    skipsFound: false,
  })
  expect([asked.length, new Set(asked).size]).toEqual([256, 256])
  expect(asked.slice(0, 2)).toEqual(['15,15', '55,15'])
  asked.length = 0
  const some = await segmentEverything(counting, embedding, null, {
    ...everyMask,
    skipsFound: true,
  })
  // The part is a disc of a quarter of the side: 49 of 256 cells, of which the first round asked 4.
  expect(asked.length).toBeLessThan(256 - 40)
  expect(some).toEqual(all)
})

it('cleans specks and small holes away', async () => {
  const guess: Guess = {
    ...{ width: 20, height: 20, quality: 1, memory: new Float32Array() },
    logits: Float32Array.from({ length: 400 }, (_, i) => {
      const [x, y] = [i % 20, Math.floor(i / 20)]
      if (x === 18 && y === 18) return 5
      if (x === 5 && y === 5) return -5
      return x < 12 && y < 12 ? 5 : -5
    }),
  }
  const one: Segmenter = {
    ...discSegmenter([]),
    guessEach: (_, points) => Promise.resolve(points.map(() => [guess])),
  }
  const embedding = await one.embed(blank(20, 20))
  const area = async (leastArea: number) => {
    const { leaves } = await segmentEverything(one, embedding, null, { ...everyMask, leastArea })
    return leaves.map(({ mask }) => rleArea(mask))
  }
  expect(await area(0)).toEqual([144])
  expect(await area(0.01)).toEqual([144])
})

it.each([
  [1, 1],
  [2, 5],
  [3, 4000],
  [4000, 1],
])('works on a picture of %i x %i, asking no pixel twice', async (width, height) => {
  const points = pointRounds(16, width, height).flat()
  expect(new Set(points.map(({ x, y }) => `${Math.floor(x)},${Math.floor(y)}`)).size).toBe(
    points.length,
  )
  const all = [{ x: width / 2, y: height / 2, radius: width + height }]
  const tree = await everything(all, width, height, { leastQuality: 0.85 })
  expect(tree.leaves.map(({ mask }) => rleArea(mask))).toEqual([width * height])
  expect(tree.merges).toEqual([])
})

it('finds nothing where nothing is', async () => {
  const found = await everything([], 30, 20)
  expect(found).toEqual({ model: 'discs', leaves: [], merges: [] })
})

it('tells how far it is, and stops when nobody wants it any more', async () => {
  const segmenter = discSegmenter(apart)
  const embedding = await segmenter.embed(blank(300, 200))
  const stop = new AbortController()
  const told: [number, number][] = []
  const work = segmentEverything(segmenter, embedding, null, everyMask, stop.signal, (...done) => {
    told.push(done)
    if (told.length === 2) stop.abort()
  })
  await expect(work).rejects.toMatchObject({ name: 'AbortError' })
  expect(told).toEqual([
    [16, 256],
    [48, 256],
  ])
})
