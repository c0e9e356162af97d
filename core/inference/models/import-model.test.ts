import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openSamNetwork } from '../sam/sam-network'
import { testKinds, writeTestSam } from '../sam/test-models'
import { catalogueModels } from './catalogue'
import { importModel } from './import-model'
import { listSegmenters } from './list-segmenters'

const quiet = new AbortController().signal

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'singlet-import-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

it.each(testKinds)(
  'knows %s by its inputs and outputs, whatever its files are called',
  async (kind) => {
    const [home, root] = [await temporary(), await temporary()]
    const folder = join(root, 'My Model (v2)')
    const files = await writeTestSam(folder, kind)
    await rename(files.encoder, join(folder, 'a.onnx'))
    await rename(files.decoder, join(folder, 'b.onnx'))
    const model = await importModel(home, { path: folder, model: null }, quiet)
    expect(model).toMatchObject({ id: 'my-model-v2', title: 'My Model (v2)' })
    const network = await openSamNetwork(model, { threads: 1 })
    await network.close()
    expect((await listSegmenters(home)).at(-1)).toMatchObject({ id: 'my-model-v2', state: 'ready' })
  },
)

it('takes the folder, its onnx folder, or one of its files, and keeps several side by side', async () => {
  const [home, root] = [await temporary(), await temporary()]
  const folder = join(root, 'slim')
  const files = await writeTestSam(folder, 'slimsam')
  const paths = [folder, join(folder, 'onnx'), files.decoder]
  const ids = []
  for (const path of paths) ids.push((await importModel(home, { path, model: null }, quiet)).id)
  expect(ids).toEqual(['slim', 'slim-2', 'slim-3'])
  const named = await importModel(home, { path: folder, model: 'slim-2' }, quiet)
  expect(named.id).toBe('slim-2')
  expect((await readdir(home)).sort()).toEqual(['slim', 'slim-2', 'slim-3'])
})

it('takes the most exact halves that belong together', async () => {
  const [home, folder] = [await temporary(), await temporary()]
  const { encoder, decoder } = await writeTestSam(folder, 'slimsam')
  for (const suffix of ['_quantized', '_fp16']) {
    await copyFile(encoder, encoder.replace('.onnx', `${suffix}.onnx`))
    await copyFile(decoder, decoder.replace('.onnx', `${suffix}.onnx`))
  }
  await rm(decoder)
  const model = await importModel(home, { path: folder, model: 'both' }, quiet)
  expect((await readdir(model.folder)).sort()).toEqual([
    'model.json',
    'prompt_encoder_mask_decoder_fp16.onnx',
    'vision_encoder_fp16.onnx',
  ])
  const chosen = encoder.replace('.onnx', '_quantized.onnx')
  const other = await importModel(home, { path: chosen, model: 'chosen' }, quiet)
  expect(await readdir(other.folder)).toContain('prompt_encoder_mask_decoder_quantized.onnx')
})

it('says which half is missing, and that a folder has none', async () => {
  const [home, folder] = [await temporary(), await temporary()]
  const trying = (path: string) => importModel(home, { path, model: null }, quiet)
  await expect(trying(folder)).rejects.toMatchObject({
    code: 'MODEL_INVALID',
    message: 'There is no segmenter in this folder.',
  })
  await expect(trying(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'MODEL_MISSING' })
  const { encoder, decoder } = await writeTestSam(folder, 'edge-sam')
  const kept = await readFile(decoder)
  await rm(decoder)
  await expect(trying(folder)).rejects.toThrow('the file that answers prompts is missing')
  await writeFile(decoder, kept)
  await rm(encoder)
  await expect(trying(folder)).rejects.toThrow('the file that reads pictures is missing')
  expect(await readdir(home)).toEqual([])
})

it('says of a file that was named what it is instead', async () => {
  const [home, folder] = [await temporary(), await temporary()]
  const mini = resolve('resources/models/mini/model.onnx')
  await expect(importModel(home, { path: mini, model: null }, quiet)).rejects.toThrow(
    'it takes pixels and gives feature_map',
  )
  const { decoder } = await writeTestSam(folder, 'mobile-sam')
  await truncate(decoder, 700)
  await expect(importModel(home, { path: decoder, model: null }, quiet)).rejects.toMatchObject({
    code: 'MODEL_INVALID',
    path: decoder,
  })
})

it('says that halves of two models do not belong together', async () => {
  const [home, folder] = [await temporary(), await temporary()]
  const two = await writeTestSam(join(folder, 'two'), 'sam2')
  const one = await writeTestSam(join(folder, 'one'), 'slimsam')
  await mkdir(join(folder, 'mixed'))
  await copyFile(two.encoder, join(folder, 'mixed', 'e.onnx'))
  await copyFile(one.decoder, join(folder, 'mixed', 'd.onnx'))
  const mixing = importModel(home, { path: join(folder, 'mixed'), model: null }, quiet)
  await expect(mixing).rejects.toThrow('do not belong together')
})

it('refuses names that cannot be, and stops when it is cancelled', async () => {
  const [home, folder] = [await temporary(), await temporary()]
  await writeTestSam(folder, 'slimsam')
  for (const model of ['basic', '../x', 'Über', '']) {
    const naming = importModel(home, { path: folder, model }, quiet)
    await expect(naming).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  }
  const stopped = AbortSignal.abort(new Error('called off'))
  const stopping = importModel(home, { path: folder, model: null }, stopped)
  await expect(stopping).rejects.toThrow('called off')
  expect(await readdir(home)).toEqual([])
})

it('has a catalogue whose every file can be told from another one', () => {
  for (const model of catalogueModels) {
    const names = model.files.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining([model.encoder, model.decoder]))
    expect(model.licence).not.toBe('')
    for (const file of model.files) {
      expect(file.sha256 ?? '0'.repeat(64)).toMatch(/^[0-9a-f]{64}$/)
      expect(new URL(file.address).protocol).toBe('https:')
      expect(file.address.endsWith(`/${file.name}`)).toBe(true)
    }
  }
  expect(new Set(catalogueModels.map(({ id }) => id)).size).toBe(catalogueModels.length)
})
