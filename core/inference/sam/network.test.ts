import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openNetwork } from './network'

/** y = x + x, four numbers of half precision. */
const halves =
  'CAg6NQoOCgF4CgF4EgF5IgNBZGQSAWdaDwoBeBIKCggIChIECgIIBGIPCgF5EgoKCAgKEgQKAggEQgQKABAR'

it('gives and takes half precision as numbers like any other', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'singlet-half-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const path = join(folder, 'half.onnx')
  await writeFile(path, Buffer.from(halves, 'base64'))
  const network = await openNetwork(path, { threads: 1 })
  const x = { data: Float32Array.of(1, -2.5, 0, 1000), dims: [4] }
  const results = await network.run({ x }, ['y'])
  expect(results.get('y')).toEqual({ data: Float32Array.of(2, -5, 0, 2000), dims: [4] })
  await expect(network.run({}, ['y'])).rejects.toThrow('nothing is known for its input “x”')
  await network.close()
})
