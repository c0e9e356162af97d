import * as tf from '../../tensor/tf'
import { GraphPart } from '../../inference/onnx/graph-part'
import { encodeModel, floatPort } from '../../inference/onnx/onnx-format'
import { padOf } from './layout'
import type { ConvolutionStep, PoolStep, Step } from './layout'
import { PIXEL_DEVIATION, PIXEL_MEAN } from './make-backbone'
import type { TrainableBackbone } from './make-backbone'
import { storedFilter, storedShape, unitOf } from './parameters'
import type { Units } from './parameters'
import { fold } from './walk'

/** The first versions that have all that is used here, and that every onnxruntime of today reads. */
const IR_VERSION = 8
const OPSET = 17
const INPUT = 'pixels'
const OUTPUT = 'feature_map'
/** Pixels come as x / 127.5 - 1, as all backbones here take them. */
const HALF = 127.5

/**
 * The network as it is now as an ONNX file: "pixels" [batch, 3, height, width], RGB, x / 127.5 - 1, in;
 * "feature_map" [batch, channels, h, w] out. Batch norm is folded into the filters.
 */
export function backboneOnnx(backbone: TrainableBackbone): Uint8Array {
  const { layout, units, channels, architecture } = backbone
  const part = new GraphPart()
  const first = prepared(part)
  const last = layout.reduce((at, step, i) => stepNodes(part, step, units, at, `step${i}`), first)
  part.output('Identity', [last], OUTPUT)
  return encodeModel({
    ir_version: IR_VERSION,
    producer_name: 'singlet',
    graph: {
      name: architecture,
      node: part.nodes,
      initializer: part.constants,
      input: [floatPort(INPUT, ['batch', 3, 'height', 'width'])],
      output: [floatPort(OUTPUT, ['batch', channels, 'map_height', 'map_width'])],
    },
    opset_import: [{ domain: '', version: OPSET }],
    metadata_props: [{ key: 'architecture', value: architecture }],
  })
}

/** Zeros around a picture are grey only after this: so it cannot be folded into the first filter. */
function prepared(part: GraphPart): string {
  const factor = Float32Array.from(PIXEL_DEVIATION, (deviation) => HALF / deviation)
  const offset = PIXEL_MEAN.map((mean, i) => (HALF - mean) / (PIXEL_DEVIATION[i] ?? 1))
  const perChannel = [1, 3, 1, 1]
  const scaled = part.node(
    'Mul',
    [INPUT, part.floats('pixels/factor', perChannel, factor)],
    'pixels/scaled',
  )
  const shift = part.floats('pixels/offset', perChannel, Float32Array.from(offset))
  return part.node('Add', [scaled, shift], 'pixels/normal')
}

function stepNodes(part: GraphPart, step: Step, units: Units, x: string, name: string): string {
  switch (step.kind) {
    case 'convolution':
      return convolutionNodes(part, step, units, x)
    case 'pool':
      return poolNode(part, step, x, name)
    case 'residual': {
      const main = step.main.reduce((at, one) => convolutionNodes(part, one, units, at), x)
      const beside = step.shortcut ? convolutionNodes(part, step.shortcut, units, x) : x
      return rectified(part, part.node('Add', [main, beside], `${name}/sum`), step.rectifier)
    }
  }
}

function convolutionNodes(part: GraphPart, step: ConvolutionStep, units: Units, x: string): string {
  const { name, outputs, size, stride, depthwise, inputs } = step
  // Tensors come out of the tidy, not numbers: it would look for tensors in every one of them.
  const { filter, bias } = tf.tidy(() => fold(step, unitOf(units, step)))
  const weights = part.floats(`${name}/weight`, storedShape(step), storedFilter(step, filter))
  const shift = part.floats(`${name}/bias`, [outputs], bias.dataSync<'float32'>().slice())
  tf.dispose([filter, bias])
  const made = part.node('Conv', [x, weights, shift], name, {
    kernel_shape: [size, size],
    strides: [stride, stride],
    pads: Array<number>(4).fill(padOf(step)),
    group: depthwise ? inputs : 1,
  })
  return rectified(part, made, step.rectifier)
}

function poolNode(part: GraphPart, { size, stride, pad }: PoolStep, x: string, name: string) {
  return part.node('MaxPool', [x], name, {
    ...{ kernel_shape: [size, size], strides: [stride, stride] },
    pads: Array<number>(4).fill(pad),
  })
}

function rectified(part: GraphPart, x: string, rectifier: ConvolutionStep['rectifier']): string {
  const name = `${x.replace('singlet/', '')}/rectified`
  if (rectifier === 'none') return x
  if (rectifier === 'relu') return part.node('Relu', [x], name)
  const [low, high] = [part.scalar(`${name}/low`, 0), part.scalar(`${name}/high`, 6)]
  return part.node('Clip', [x, low, high], name)
}
