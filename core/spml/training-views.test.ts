import { expect, it } from 'vitest'
import { CHANNELS, IMAGES, POSITIONS, recipeOf, richBlobs } from './test-training'
import { allRows } from './scorer'
import type { SegmentInput } from './train-input'
import { trainingViews } from './training-views'

const input = richBlobs()
const rows = allRows(IMAGES)
const rowsOf = (data: Float32Array) => {
  const width = data.length / IMAGES
  return Array.from(rows, (row) => data.subarray(row * width, (row + 1) * width).join())
}

it('mirrors about half of the pictures, others in every epoch, the same ones for the same seed', async () => {
  const views = trainingViews(input, recipeOf({ augment: 'flip' }), false)
  const again = trainingViews(input, recipeOf({ augment: 'flip' }), false)
  const plain = rowsOf((await views.plain.read(rows)).data)
  const mirrored = async (from: typeof views, epoch: number) =>
    rowsOf((await from.weak(epoch).read(rows)).data).map((row, i) => row !== plain[i])
  const first = await mirrored(views, 1)
  const share = first.filter(Boolean).length / IMAGES
  expect(share).toBeGreaterThan(0.4)
  expect(share).toBeLessThan(0.6)
  expect(await mirrored(views, 2)).not.toEqual(first)
  expect(await mirrored(again, 1)).toEqual(first)
})

it('turns segments with the pictures that are seen mirrored, and no others', async () => {
  const one = Uint16Array.of(1, 2, 3, 4, ...[1, 2, 3, 4], ...[1, 2, 3, 4])
  const segments: SegmentInput = {
    side: 2,
    read: ({ length }) => {
      const maps = Uint16Array.from(Array.from({ length }, () => [...one]).flat())
      return Promise.resolve({ maps, stability: Uint8Array.from(maps) })
    },
  }
  const views = trainingViews({ ...input, segments }, recipeOf({ augment: 'flip' }), true)
  const plain = rowsOf((await views.plain.read(rows)).data)
  const seen = rowsOf((await views.weak(2).read(rows)).data)
  const { maps, stability } = (await views.segments?.(2)(rows)) ?? {}
  const mirrored = seen.map((row, i) => row !== plain[i])
  expect(mirrored).toContain(true)
  mirrored.forEach((isMirrored, i) => {
    const own = [...(maps?.subarray(i * one.length, i * one.length + 4) ?? [])]
    expect(own).toEqual(isMirrored ? [2, 1, 4, 3] : [1, 2, 3, 4])
  })
  expect(stability).toEqual(Uint8Array.from(maps ?? []))
  const still = await trainingViews({ ...input, segments }, recipeOf(), true).segments?.(2)(rows)
  expect(still?.maps.subarray(0, 4)).toEqual(one.subarray(0, 4))
})

it('reads the same rows whatever stands beside them in a batch', async () => {
  const views = trainingViews(input, recipeOf({ augment: 'flip' }), true)
  const whole = await views.weak(3).read(rows)
  const size = POSITIONS * CHANNELS
  const some = Uint32Array.of(17, 4, 399)
  const { data, shape } = await views.weak(3).read(some)
  expect(shape).toEqual([3, POSITIONS, CHANNELS])
  some.forEach((row, i) => {
    expect(data.subarray(i * size, (i + 1) * size)).toEqual(
      whole.data.subarray(row * size, (row + 1) * size),
    )
  })
})

it('draws a strong variant for every picture and epoch', async () => {
  const views = trainingViews(input, recipeOf(), false)
  const first = (await views.strong?.(1).read(rows))?.data ?? new Float32Array(0)
  const second = (await views.strong?.(2).read(rows))?.data ?? new Float32Array(0)
  const changed = rowsOf(first).filter((row, i) => row !== rowsOf(second)[i]).length
  expect(changed / IMAGES).toBeGreaterThan(0.4)
  expect(changed / IMAGES).toBeLessThan(0.6)
})

it('standardises maps so that the mean of their cells is the pooled vector', async () => {
  const recipe = recipeOf({ head: 'map' })
  const maps = await trainingViews(input, recipe, true).plain.read(rows)
  const means = await trainingViews(input, recipe, false).plain.read(rows)
  for (let i = 0; i < IMAGES * CHANNELS; i++) {
    const [image, d] = [Math.floor(i / CHANNELS), i % CHANNELS]
    let sum = 0
    for (let p = 0; p < POSITIONS; p++) {
      sum += maps.data[(image * POSITIONS + p) * CHANNELS + d] ?? Number.NaN
    }
    expect(Math.abs(sum / POSITIONS - (means.data[i] ?? 0))).toBeLessThan(1e-4)
  }
})

it('leaves what a reader hands out as it is', async () => {
  const { maps } = input.views
  const before = (await maps?.read(Uint32Array.of(5)))?.slice()
  await trainingViews(input, recipeOf({ head: 'map' }), true).plain.read(Uint32Array.of(5))
  expect(await maps?.read(Uint32Array.of(5))).toEqual(before)
})
