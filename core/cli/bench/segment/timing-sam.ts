import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { InstalledModel } from '../../../inference/models/installed'
import { GraphPart } from '../../../inference/onnx/graph-part'
import { encodeModel, floatPort } from '../../../inference/onnx/onnx-format'
import { timingDecoder } from './timing-decoder'

/**
 * Writes a segmenter to be timed into a folder: MobileSAM's half that answers prompts, with random weights.
 * The half that reads pictures only averages them: its time says nothing.
 */
export async function makeTimingSam(folder: string): Promise<InstalledModel> {
  const [encoder, decoder] = [join(folder, 'encoder.onnx'), join(folder, 'decoder.onnx')]
  await mkdir(folder, { recursive: true })
  await writeFile(encoder, meanEncoder())
  await writeFile(decoder, timingDecoder())
  return { id: 'timing', title: 'MobileSAM’s size, random weights', folder, encoder, decoder }
}

function meanEncoder(): Uint8Array {
  const part = new GraphPart()
  const means = part.node('AveragePool', ['input_image'], 'means', {
    ...{ kernel_shape: [16, 16], strides: [16, 16] },
  })
  const spread = Float32Array.from({ length: 256 * 3 }, (_, i) => Math.sin(i * i) / 2)
  const weights = part.floats('weights', [256, 3, 1, 1], spread)
  part.output('Conv', [means, weights], 'image_embeddings', { kernel_shape: [1, 1] })
  return encodeModel({
    ir_version: 8,
    producer_name: 'singlet',
    graph: {
      name: 'timing',
      node: part.nodes,
      initializer: part.constants,
      input: [floatPort('input_image', [1, 3, 1024, 1024])],
      output: [floatPort('image_embeddings', [1, 256, 64, 64])],
    },
    opset_import: [{ domain: '', version: 17 }],
    metadata_props: [],
  })
}
