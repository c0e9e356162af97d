import { Failure } from '../../contract/failures'
import { transpose } from '../../kernel/mat-mul'
import { foldHead } from '../head'
import type { Head } from '../head'
import {
  decodeModel,
  encodeModel,
  floatOutput,
  floatTensor,
  nameOfOutput,
  nodeOf,
} from './onnx-format'
import type { OnnxModel } from './onnx-format'

export type Classifier = {
  /** The ONNX file that computes the feature map. */
  backbone: Uint8Array
  head: Head
  /** Channels of the feature map. */
  channels: number
  classNames: readonly string[]
  /** Side in pixels that it was trained with. */
  resolution: number
  /** Further facts for the file's metadata. */
  metadata?: Readonly<Record<string, string>>
}

const FEATURE_MAP = 'feature_map'
const PREFIX = 'singlet/'

/**
 * Backbone and head as one ONNX file: pictures in, as the backbone takes them; `logits` and
 * `probabilities` [batch, C] out. Class names and preparation of the pictures stand in its metadata.
 * @throws Failure MODEL_INVALID when the backbone is no ONNX model with a feature map.
 */
export function joinClassifier(classifier: Classifier): Uint8Array {
  const { head, channels, classNames } = classifier
  if (classNames.length !== head.classes) {
    throw new RangeError(`${classNames.length} names for ${head.classes} classes.`)
  }
  const model = readBackbone(classifier.backbone)
  const { nodes, constants } =
    (head.boost ?? 1) === 1 ? linearNodes(head, channels) : mapNodes(head)
  model.graph.node.push(...nodes, nodeOf('Sigmoid', ['logits'], 'probabilities'))
  model.graph.initializer.push(...constants)
  model.graph.output = ['logits', 'probabilities'].map((output) =>
    floatOutput(output, head.classes),
  )
  model.metadata_props.push(...metadataOf(classifier))
  return encodeModel(model)
}

function readBackbone(file: Uint8Array): OnnxModel {
  const advice = 'Export with the backbone that the run was trained on.'
  let model: OnnxModel
  try {
    model = decodeModel(file)
  } catch (cause) {
    throw new Failure('MODEL_INVALID', 'The backbone is not an ONNX model.', { advice, cause })
  }
  if (!model.graph.output.some((value) => nameOfOutput(value) === FEATURE_MAP)) {
    throw new Failure('MODEL_INVALID', `The backbone gives no "${FEATURE_MAP}".`, { advice })
  }
  return model
}

type Part = { nodes: Uint8Array[]; constants: Uint8Array[] }

/** Weights on the pooled map. */
function linearNodes(head: Head, channels: number): Part {
  const pooled = poolingNodes(head.features > channels)
  const { weights, bias } = foldHead(head)
  const name = (part: string) => PREFIX + part
  return {
    nodes: [
      ...pooled.nodes,
      nodeOf('Gemm', [pooled.output, name('weights'), name('bias')], 'logits'),
    ],
    constants: [
      ...pooled.constants,
      floatTensor(name('weights'), [head.features, head.classes], weights),
      floatTensor(name('bias'), [head.classes], bias),
    ],
  }
}

/** Weights on every cell of the map, boosted where positive, then the mean: BoostLU's head. */
function mapNodes(head: Head): Part {
  const { weights, bias } = foldHead(head)
  const { features, classes, boost = 1 } = head
  const name = (part: string) => PREFIX + part
  return {
    nodes: [
      nodeOf('Conv', [FEATURE_MAP, name('weights'), name('bias')], name('evidence')),
      nodeOf('Relu', [name('evidence')], name('positive')),
      nodeOf('Mul', [name('positive'), name('more')], name('extra')),
      nodeOf('Add', [name('evidence'), name('extra')], name('boosted')),
      nodeOf('GlobalAveragePool', [name('boosted')], name('mean')),
      nodeOf('Flatten', [name('mean')], 'logits', { axis: 1 }),
    ],
    constants: [
      floatTensor(
        name('weights'),
        [classes, features, 1, 1],
        transpose(weights, features, classes),
      ),
      floatTensor(name('bias'), [classes], bias),
      floatTensor(name('more'), [], Float32Array.of(boost - 1)),
    ],
  }
}

type Pooling = { nodes: Uint8Array[]; constants: Uint8Array[]; output: string }

/** Mean of each channel and, where the head reads it, GeM: the cube root of the mean of cubes. */
function poolingNodes(withGem: boolean): Pooling {
  const name = (part: string) => PREFIX + part
  const mean = [
    nodeOf('GlobalAveragePool', [FEATURE_MAP], name('mean')),
    nodeOf('Flatten', [name('mean')], name('mean_vector'), { axis: 1 }),
  ]
  if (!withGem) return { nodes: mean, constants: [], output: name('mean_vector') }
  const gem = [
    nodeOf('Relu', [FEATURE_MAP], name('positive')),
    nodeOf('Pow', [name('positive'), name('three')], name('cubes')),
    nodeOf('GlobalAveragePool', [name('cubes')], name('cube_mean')),
    nodeOf('Pow', [name('cube_mean'), name('third')], name('gem')),
    nodeOf('Flatten', [name('gem')], name('gem_vector'), { axis: 1 }),
    nodeOf('Concat', [name('mean_vector'), name('gem_vector')], name('pooled'), { axis: 1 }),
  ]
  const constants = [
    floatTensor(name('three'), [], Float32Array.of(3)),
    floatTensor(name('third'), [], Float32Array.of(1 / 3)),
  ]
  return { nodes: [...mean, ...gem], constants, output: name('pooled') }
}

function metadataOf({ classNames, resolution, metadata }: Classifier): OnnxModel['metadata_props'] {
  const facts = {
    class_names: JSON.stringify(classNames),
    preparation: `RGB, squeezed to ${resolution}x${resolution}, x / 127.5 - 1, channels first`,
    ...metadata,
  }
  return Object.entries(facts).map(([key, value]) => ({ key, value }))
}
