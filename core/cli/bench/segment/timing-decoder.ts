import { encodeModel, floatPort } from '../../../inference/onnx/onnx-format'
import { RandomLayers } from './random-layers'

const CHANNELS = 256
const CROSS = 128
const MASKS = 4
const SIDE = 1024

/**
 * The half of MobileSAM that answers prompts, layer for layer as segment-anything exports it (4.1 million
 * weights), with random weights. Kirillov et al., Segment Anything, ICCV 2023, appendix A.
 */
export function timingDecoder(): Uint8Array {
  const layers = new RandomLayers(1)
  const own = layers.weights([1, 1 + MASKS, CHANNELS], 1)
  const tokens = layers.op('Concat', [own, points(layers)], { axis: 1 })
  const source = layers.op('Add', ['image_embeddings', dense(layers)])
  const { queries, keys } = transformer(layers, tokens, rows(layers, source))
  const low = masks(layers, queries, keys)
  layers.part.output('Identity', [low], 'low_res_masks')
  const first = layers.op('Gather', [queries, layers.whole(0)], { axis: 1 })
  const scores = layers.perceptron(layers.op('Squeeze', [first, layers.whole(1)]), [
    ...[CHANNELS, CHANNELS, CHANNELS, MASKS],
  ])
  layers.part.output('Sigmoid', [scores], 'iou_predictions')
  enlarged(layers, low)
  return encodeModel({
    ir_version: 8,
    producer_name: 'singlet',
    graph: {
      name: 'timing',
      node: layers.part.nodes,
      initializer: layers.part.constants,
      input: [
        floatPort('image_embeddings', [1, CHANNELS, 64, 64]),
        floatPort('point_coords', [1, 'points', 2]),
        floatPort('point_labels', [1, 'points']),
        floatPort('mask_input', [1, 1, 256, 256]),
        floatPort('has_mask_input', [1]),
        floatPort('orig_im_size', [2]),
      ],
      output: [
        floatPort('masks', [1, MASKS, 'height', 'width']),
        floatPort('iou_predictions', [1, MASKS]),
        floatPort('low_res_masks', [1, MASKS, 256, 256]),
      ],
    },
    opset_import: [{ domain: '', version: 17 }],
    metadata_props: [],
  })
}

/** [1, points, 256]: sines of random directions, and what each label adds. */
function points(layers: RandomLayers): string {
  const shares = layers.op('Div', ['point_coords', layers.number(SIDE / 2)])
  const centred = layers.op('Sub', [shares, layers.number(1)])
  const turned = layers.op('MatMul', [centred, layers.weights([2, CHANNELS / 2], 0.02)])
  const waves = [layers.op('Sin', [turned]), layers.op('Cos', [turned])]
  const places = layers.op('Concat', waves, { axis: 2 })
  const index = layers.op('Cast', [layers.op('Add', ['point_labels', layers.number(1)])], { to: 7 })
  const kinds = layers.op('Gather', [layers.weights([5, CHANNELS], 3), index])
  return layers.op('Add', [places, kinds])
}

/** [1, 256, 64, 64] of the mask that is given back. */
function dense(layers: RandomLayers): string {
  const half = { kernel_shape: [2, 2], strides: [2, 2] }
  const first = layers.op('Conv', ['mask_input', layers.weights([4, 1, 2, 2], 4)], half)
  const second = layers.op(
    'Conv',
    [layers.gelu(layers.mapNorm(first, 4)), layers.weights([16, 4, 2, 2], 16)],
    half,
  )
  const last = [layers.gelu(layers.mapNorm(second, 16)), layers.weights([CHANNELS, 16, 1, 1], 16)]
  return layers.op('Mul', [layers.op('Conv', last, { kernel_shape: [1, 1] }), 'has_mask_input'])
}

/** [1, 4096, 256] of a map [1, 256, 64, 64]. */
function rows(layers: RandomLayers, map: string): string {
  const flat = layers.op('Reshape', [map, layers.whole(1, CHANNELS, 4096)])
  return layers.op('Transpose', [flat], { perm: [0, 2, 1] })
}

/** Two layers in which tokens look at the picture and the picture at the tokens. */
function transformer(layers: RandomLayers, tokens: string, source: string) {
  const places = layers.weights([1, 4096, CHANNELS], 3)
  const add = (a: string, b: string) => layers.op('Add', [a, b])
  let [queries, keys] = [tokens, source]
  for (let layer = 0; layer < 2; layer++) {
    const own = layer === 0 ? queries : add(queries, tokens)
    const seen = layers.attention(own, own, queries, CHANNELS)
    queries = layers.norm(layer === 0 ? seen : add(queries, seen), CHANNELS)
    const at = add(keys, places)
    const looked = layers.attention(add(queries, tokens), at, keys, CROSS)
    queries = layers.norm(add(queries, looked), CHANNELS)
    const thought = layers.perceptron(queries, [CHANNELS, 2048, CHANNELS])
    queries = layers.norm(add(queries, thought), CHANNELS)
    const back = layers.attention(add(keys, places), add(queries, tokens), queries, CROSS)
    keys = layers.norm(add(keys, back), CHANNELS)
  }
  const last = layers.attention(add(queries, tokens), add(keys, places), keys, CROSS)
  return { queries: layers.norm(add(queries, last), CHANNELS), keys }
}

/** Masks [1, 4, 256, 256]: each token weighs the channels of the enlarged picture. */
function masks(layers: RandomLayers, queries: string, keys: string): string {
  const twice = { kernel_shape: [2, 2], strides: [2, 2] }
  const turned = layers.op('Transpose', [keys], { perm: [0, 2, 1] })
  const map = layers.op('Reshape', [turned, layers.whole(1, CHANNELS, 64, 64)])
  const larger = layers.op('ConvTranspose', [map, layers.weights([CHANNELS, 64, 2, 2], 256)], twice)
  const rounded = layers.gelu(layers.mapNorm(larger, 64))
  const whole = layers.op('ConvTranspose', [rounded, layers.weights([64, 32, 2, 2], 64)], twice)
  const picture = layers.op('Reshape', [layers.gelu(whole), layers.whole(1, 32, 65536)])
  const weighed = Array.from({ length: MASKS }, (_, mask) => {
    const token = layers.op('Gather', [queries, layers.whole(mask + 1)], { axis: 1 })
    return layers.perceptron(token, [CHANNELS, CHANNELS, CHANNELS, 32])
  })
  const each = layers.op('Concat', weighed, { axis: 1 })
  const made = layers.op('MatMul', [each, picture])
  return layers.op('Reshape', [made, layers.whole(1, MASKS, 256, 256)])
}

/** As segment-anything does it: to the whole square, cut to the picture, to the picture's size. */
function enlarged(layers: RandomLayers, low: string): void {
  const linear = { mode: 'linear' }
  const square = layers.op('Resize', [low, '', '', layers.whole(1, MASKS, SIDE, SIDE)], linear)
  const longest = layers.op('ReduceMax', ['orig_im_size'], { keepdims: 1 })
  const scale = layers.op('Div', [layers.number(SIDE), longest])
  const scaled = layers.op('Mul', ['orig_im_size', scale])
  const rounded = layers.op('Floor', [layers.op('Add', [scaled, layers.number(0.5)])])
  const end = layers.op('Cast', [rounded], { to: 7 })
  const cut = layers.op('Slice', [square, layers.whole(0, 0), end, layers.whole(2, 3)])
  const size = layers.op('Cast', ['orig_im_size'], { to: 7 })
  const sizes = layers.op('Concat', [layers.whole(1, MASKS), size], { axis: 0 })
  layers.part.output('Resize', [cut, '', '', sizes], 'masks', linear)
}
