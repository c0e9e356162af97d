import { GraphPart } from '../onnx/graph-part'
import { floatPort } from '../onnx/onnx-format'
import type { TestGraph, TestKind } from './test-models'

const SIDE = 1024

/** Name, channels, and pixels of the square for one position. */
type FeatureMap = readonly [name: string, channels: number, stride: number]

const oneMap: readonly FeatureMap[] = [['image_embeddings', 256, 16]]

const maps: Record<TestKind, readonly FeatureMap[]> = {
  slimsam: oneMap,
  'sam-boxes': oneMap,
  'mobile-sam': oneMap,
  'edge-sam': oneMap,
  sam2: [
    ['image_embeddings.0', 32, 4],
    ['image_embeddings.1', 64, 8],
    ['image_embeddings.2', 256, 16],
  ],
  'sam2-files': [
    ['high_res_feats_0', 32, 4],
    ['high_res_feats_1', 64, 8],
    ['image_embed', 256, 16],
  ],
}

const positional = (kind: TestKind) => kind === 'slimsam' || kind === 'sam-boxes'

/** By name, the sizes of what the half that answers takes from the other one. */
export function mapsOf(kind: TestKind): { name: string; sizes: readonly number[] }[] {
  const all = maps[kind].map(([name, channels, stride]) => ({
    name,
    sizes: [1, channels, SIDE / stride, SIDE / stride],
  }))
  const places = { name: 'image_positional_embeddings', sizes: [1, 256, 64, 64] }
  return positional(kind) ? [...all, places] : all
}

/** The half that reads pictures: each map is the mean of its squares of pixels, in the first three channels. */
export function encoderPart(kind: TestKind): TestGraph {
  const part = new GraphPart()
  const [input, pixels] = kind === 'mobile-sam' ? rows(part) : planes(kind)
  for (const [name, channels, stride] of maps[kind]) {
    const mean = part.node('AveragePool', [pixels], `${name}/mean`, {
      ...{ kernel_shape: [stride, stride], strides: [stride, stride] },
    })
    const first = Float32Array.from({ length: channels * 3 }, (_, i) =>
      i % 4 === 0 && i < 9 ? 1 : 0,
    )
    part.output('Conv', [mean, part.floats(`${name}/first`, [channels, 3, 1, 1], first)], name, {
      kernel_shape: [1, 1],
    })
  }
  if (positional(kind)) {
    const nothing = part.node('Mul', ['image_embeddings', part.scalar('zero', 0)], 'nothing')
    part.output('Add', [nothing, part.scalar('one', 1)], 'image_positional_embeddings')
  }
  const outputs = mapsOf(kind).map(({ name, sizes }) => floatPort(name, sizes))
  return { part, inputs: [input], outputs }
}

function planes(kind: TestKind): [input: Uint8Array, pixels: string] {
  const name = kind === 'edge-sam' || kind === 'sam2-files' ? 'image' : 'pixel_values'
  return [floatPort(name, [1, 3, SIDE, SIDE]), name]
}

/** Pixels as they are, [height, width, 3]: normalised and filled up by the network. */
function rows(part: GraphPart): [input: Uint8Array, pixels: string] {
  const mean = part.floats('mean', [3], Float32Array.of(123.675, 116.28, 103.53))
  const deviation = part.floats('deviation', [3], Float32Array.of(58.395, 57.12, 57.375))
  const centred = part.node('Sub', ['input_image', mean], 'centred')
  const normal = part.node('Div', [centred, deviation], 'normal')
  const turned = part.node('Transpose', [normal], 'turned', { perm: [2, 0, 1] })
  const sizes = part.node('Shape', [turned], 'sizes')
  const left = part.node('Sub', [part.integers('full', [3, SIDE, SIDE]), sizes], 'left')
  const pads = part.node('Concat', [part.integers('none', [0, 0, 0]), left], 'pads', { axis: 0 })
  const filled = part.node('Pad', [turned, pads], 'filled')
  const pixels = part.node('Unsqueeze', [filled, part.integers('batch', [0])], 'pixels')
  return [floatPort('input_image', ['image_height', 'image_width', 3]), pixels]
}
