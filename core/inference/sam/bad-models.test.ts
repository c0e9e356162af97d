import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { floatPort } from '../onnx/onnx-format'
import { GraphPart } from '../onnx/graph-part'
import { openSamNetwork } from './sam-network'
import type { SamFiles } from './sam-network'
import { modelOf, writeTestSam } from './test-models'
import type { TestKind } from './test-models'

async function files(kind: TestKind): Promise<SamFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'singlet-bad-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return writeTestSam(folder, kind)
}

/** Every name of a port replaced by another one of equal length. */
async function rename(path: string, from: string, to: string): Promise<void> {
  const model = await readFile(path)
  for (let i = model.indexOf(from); i >= 0; i = model.indexOf(from, i)) model.write(to, i)
  await writeFile(path, model)
}

const opening = (sam: SamFiles) => openSamNetwork(sam, { threads: 1 })

it('says that a file is not there', async () => {
  const sam = await files('slimsam')
  await rm(sam.decoder)
  await expect(opening(sam)).rejects.toMatchObject({ code: 'MODEL_MISSING', path: sam.decoder })
})

it('says that a file is no model, or only the beginning of one', async () => {
  const sam = await files('mobile-sam')
  await writeFile(sam.encoder, '<html>404: Not Found</html>')
  await expect(opening(sam)).rejects.toMatchObject({ code: 'MODEL_INVALID', path: sam.encoder })
  const other = await files('mobile-sam')
  const whole = await readFile(other.decoder)
  await writeFile(other.decoder, whole.subarray(0, whole.length / 2))
  await expect(opening(other)).rejects.toMatchObject({ code: 'MODEL_INVALID', path: other.decoder })
})

it('says that a file was written for another opset', async () => {
  const sam = await files('slimsam')
  const part = new GraphPart()
  part.output('Relu', ['pixel_values'], 'image_embeddings')
  const ports = {
    inputs: [floatPort('pixel_values', [1])],
    outputs: [floatPort('image_embeddings', [1])],
  }
  await writeFile(sam.encoder, modelOf({ part, ...ports }, 9999))
  await expect(opening(sam)).rejects.toMatchObject({
    code: 'MODEL_INVALID',
    message: expect.stringContaining('opset') as unknown,
  })
})

it('says that a network is of another kind, and what it takes and gives', async () => {
  const sam = await files('slimsam')
  await copyFile(resolve('resources/models/mini/model.onnx'), sam.encoder)
  await expect(opening(sam)).rejects.toMatchObject({
    code: 'MODEL_INVALID',
    message: expect.stringMatching(/takes pixels and gives feature_map/) as unknown,
    advice: expect.stringContaining('SAM family') as unknown,
  })
  // The halves of the right kind, but each in the other one's place.
  const turned = await files('slimsam')
  await expect(opening({ encoder: turned.decoder, decoder: turned.encoder })).rejects.toMatchObject(
    { code: 'MODEL_INVALID' },
  )
})

it('says which input or output is missing', async () => {
  const labels = await files('mobile-sam')
  await rename(labels.decoder, 'point_labels', 'point_labelz')
  await expect(opening(labels)).rejects.toThrow('no input point_labels')
  const scores = await files('sam2')
  await rename(scores.decoder, 'iou_scores', 'iou_scorez')
  await expect(opening(scores)).rejects.toThrow('no output iou_scores')
  const pixels = await files('sam2')
  await rename(pixels.encoder, 'pixel_values', 'pixel_vaulez')
  await expect(opening(pixels)).rejects.toThrow('takes pixel_vaulez')
})

it('says that an input has another shape', async () => {
  const sam = await files('slimsam')
  const part = new GraphPart()
  part.output('Relu', ['pixel_values'], 'image_embeddings')
  const ports = {
    inputs: [floatPort('pixel_values', [1, 3, 1024, 512])],
    outputs: [floatPort('image_embeddings', [1, 3, 1024, 512])],
  }
  await writeFile(sam.encoder, modelOf({ part, ...ports }))
  await expect(opening(sam)).rejects.toThrow('has the shape [1, 3, 1024, 512]')
})

it('says that two halves do not belong together', async () => {
  const [one, other] = [await files('sam2'), await files('slimsam')]
  await expect(opening({ encoder: one.encoder, decoder: other.decoder })).rejects.toThrow(
    'do not belong together',
  )
})

it('says so when a network that looks right fails while it runs', async () => {
  const sam = await files('edge-sam')
  const part = new GraphPart()
  // Fails with more than one point: the labels do not fit the coordinates any more.
  const flat = part.node('Reshape', ['point_coords', part.integers('shape', [1, 2])], 'flat')
  part.output('Identity', [flat], 'scores')
  part.output('Identity', ['image_embeddings'], 'masks')
  const inputs = [
    floatPort('image_embeddings', [1, 256, 64, 64]),
    floatPort('point_coords', [1, 'points', 2]),
    floatPort('point_labels', [1, 'points']),
  ]
  const outputs = [floatPort('scores', [1, 2]), floatPort('masks', [1, 256, 64, 64])]
  await writeFile(sam.decoder, modelOf({ part, inputs, outputs }))
  const network = await opening(sam)
  const embedding = await network.encode({ width: 1, height: 1, data: new Uint8Array(3) })
  const frame = network.frame({ width: 1, height: 1 })
  const point = { x: 1, y: 1, positive: true }
  const ask = (points: (typeof point)[], box: [number, number, number, number] | null) =>
    network.decode(embedding, [{ points, box, memory: null }], frame)
  await expect(ask([point, point], null)).rejects.toMatchObject({ code: 'MODEL_INVALID' })
  await network.close()
})
