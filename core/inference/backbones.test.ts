import { mkdir, readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { describeBackbone, listBackbones, openBackbone } from './backbones'
import { pictureFolder } from './test-pictures'

const { put, at } = await pictureFolder()
const mini = resolve('resources/models/mini/model.onnx')

/** The mini backbone with every name of an input or output replaced by another of equal length. */
async function renamed(from: string, to: string): Promise<Buffer> {
  const model = await readFile(mini)
  for (let i = model.indexOf(from); i >= 0; i = model.indexOf(from, i)) model.write(to, i)
  return model
}

it('finds the backbone that comes with Singlet, and its list tells the truth about it', async () => {
  const [listed] = await listBackbones()
  const backbone = await openBackbone('mini')
  expect(listed).toMatchObject({ id: 'mini', channels: backbone.channels, licence: 'Apache-2.0' })
  expect(listed?.bytes).toBe((await readFile(mini)).length)
  expect(backbone.cacheId).toMatch(/^mini-[0-9a-f]{12}$/)
  const { cacheId, channels, stride } = backbone
  expect(await describeBackbone('mini')).toEqual({ cacheId, channels, stride })
  await backbone.close()
})

it('gives a feature map for each picture of a batch, whatever else is in the batch', async () => {
  const backbone = await openBackbone('mini', { threads: 1 })
  const size = 3 * 96 * 96
  const pixels = Float32Array.from({ length: 2 * size }, (_, i) => Math.sin(i * i))
  const both = await backbone.featureMaps(pixels, 2, 96)
  expect([both.height, both.width, both.data.length]).toEqual([3, 3, 2 * backbone.channels * 9])
  expect(96 / backbone.stride).toBe(3)
  const second = await backbone.featureMaps(pixels.slice(size), 1, 96)
  for (const [i, value] of second.data.entries())
    expect(value).toBeCloseTo(both.data[second.data.length + i] ?? NaN, 3)
  await backbone.close()
})

it('opens a model by its file or its folder, under one cache name for the same bytes', async () => {
  await mkdir(at('My Net'))
  await put('My Net/model.onnx', await readFile(mini))
  const byFolder = await openBackbone(at('My Net'))
  const byFile = await openBackbone(at('My Net/model.onnx'))
  expect(byFolder.cacheId).toMatch(/^my-net-[0-9a-f]{12}$/)
  expect(byFile.cacheId).toBe(byFolder.cacheId)
  await byFolder.close()
  await byFile.close()
})

it('says what is wrong with a model that is none or does not fit', async () => {
  const wrong = async (id: string) => openBackbone(id).catch((error: unknown) => error)
  const missing = { code: 'MODEL_MISSING', advice: expect.stringMatching(/./) as unknown }
  expect(await wrong('maxi')).toMatchObject(missing)
  expect(await wrong(at('nowhere.onnx'))).toMatchObject(missing)
  const invalid = { code: 'MODEL_INVALID', advice: expect.stringMatching(/./) as unknown }
  expect(await wrong(await put('text.onnx', 'not a model'))).toMatchObject(invalid)
  expect(await wrong(await put('empty.onnx', ''))).toMatchObject(invalid)
  const half = (await readFile(mini)).subarray(0, 100_000)
  expect(await wrong(await put('half.onnx', half))).toMatchObject(invalid)
  const noMap = await put('no-map.onnx', await renamed('feature_map', 'feature_mop'))
  expect(await wrong(noMap)).toMatchObject({
    ...invalid,
    message: expect.stringMatching(/feature_mop/) as unknown,
  })
  const noPixels = await put('no-pixels.onnx', await renamed('pixels', 'pickle'))
  expect(await wrong(noPixels)).toMatchObject(invalid)
})
