import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openNetwork } from '../sam/network'
import type { Port } from '../sam/network'
import { testKinds, writeTestSam } from '../sam/test-models'
import { readHead } from './read-head'

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'singlet-head-'))
  onTestFinished(() => rm(made, { recursive: true, force: true }))
  return made
}

const nameAndType = ({ name, type }: Port) => `${name}: ${type}`

it.each(testKinds)('reads of %s what onnxruntime finds when it loads it', async (kind) => {
  const files = await writeTestSam(await folder(), kind)
  for (const path of [files.encoder, files.decoder]) {
    const [head, network] = [await readHead(path), await openNetwork(path, { threads: 1 })]
    expect(head.inputs).toEqual(network.inputs)
    // onnxruntime works out more sizes of outputs than the file names.
    expect(head.outputs.map(nameAndType)).toEqual(network.outputs.map(nameAndType))
    expect(head.weights).toEqual([])
    await network.close()
  }
})

it('reads the backbone that comes with Singlet, without its weights', async () => {
  const { inputs, outputs } = await readHead(resolve('resources/models/mini/model.onnx'))
  expect(inputs.map(({ name }) => name)).toEqual(['pixels'])
  expect(outputs.map(({ name }) => name)).toContain('feature_map')
})

it('says that a file is cut short, wherever it is cut', async () => {
  const { decoder } = await writeTestSam(await folder(), 'slimsam')
  const whole = await readFile(decoder)
  for (const part of [0.1, 0.5, 0.9, 0.999]) {
    await writeFile(decoder, whole.subarray(0, Math.floor(whole.length * part)))
    await expect(readHead(decoder)).rejects.toMatchObject({ code: 'MODEL_INVALID', path: decoder })
  }
})

it('says that a file is something else, or not there', async () => {
  const path = join(await folder(), 'page.onnx')
  await expect(readHead(path)).rejects.toMatchObject({ code: 'MODEL_MISSING' })
  for (const text of ['', '<!doctype html><title>404</title>', 'PK\u0003\u0004', '{"a": 1}']) {
    await writeFile(path, text)
    await expect(readHead(path)).rejects.toMatchObject({ code: 'MODEL_INVALID' })
  }
})
