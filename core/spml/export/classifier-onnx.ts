import { Failure } from '../../contract/failures'
import type { CellHead } from '../cell-classifier'
import type { ClosedFormHead } from '../closed-form/closed-form-head'
import type { Head } from '../head'
import { cellNodes } from './cell-nodes'
import { closedFormNodes } from './closed-form-nodes'
import { GraphPart } from '../../inference/onnx/graph-part'
import { headNodes } from './head-nodes'
import {
  decodeModel,
  encodeModel,
  floatOutput,
  nameOfOutput,
} from '../../inference/onnx/onnx-format'
import type { OnnxModel } from '../../inference/onnx/onnx-format'
import { poolingNodes } from './pooling-nodes'

export type Classifier = {
  /** The ONNX file that computes the feature map. */
  backbone: Uint8Array
  head: Head | CellHead | ClosedFormHead
  /** Channels of the feature map. */
  channels: number
  /** [positions, cells] of the map at this resolution, for a head that attends to cells. */
  cellWeights?: Float32Array
  /** Of the classes that the file tells of, in its order. */
  classNames: readonly string[]
  /** Columns of the head that these are; every one when left out. */
  columns?: readonly number[]
  /** Side in pixels that it was trained with. */
  resolution: number
  /** Further facts for the file's metadata. */
  metadata?: Readonly<Record<string, string>>
}

const FEATURE_MAP = 'feature_map'
/** Logits of all classes that the head knows, where the file tells of fewer. */
const ALL_LOGITS = 'singlet/all_logits'

/**
 * Backbone and head as one ONNX file: pictures in, as the backbone takes them; `logits` and
 * `probabilities` [batch, C] out. Class names and preparation of the pictures stand in its metadata.
 * @throws Failure MODEL_INVALID when the backbone is no ONNX model with a feature map.
 */
export function joinClassifier(classifier: Classifier): Uint8Array {
  const { head, channels, classNames, cellWeights, columns } = classifier
  const told = columns?.length ?? head.classes
  if (classNames.length !== told) {
    throw new RangeError(`${classNames.length} names for ${told} classes.`)
  }
  const model = readBackbone(classifier.backbone)
  const part = new GraphPart()
  const output = columns ? ALL_LOGITS : 'logits'
  if (head.kind === 'closed-form') {
    const pooled = poolingNodes(part, FEATURE_MAP, head.features > channels)
    closedFormNodes(part, head, { map: FEATURE_MAP, pooled, cellWeights, output })
  } else if (head.kind === 'cells') {
    cellNodes(part, head, { map: FEATURE_MAP, output })
  } else {
    headNodes(part, head, { map: FEATURE_MAP, channels, output })
  }
  if (columns)
    part.output('Gather', [output, part.integers('columns', columns)], 'logits', { axis: 1 })
  part.output('Sigmoid', ['logits'], 'probabilities')
  model.graph.node.push(...part.nodes)
  model.graph.initializer.push(...part.constants)
  model.graph.output = ['logits', 'probabilities'].map((name) => floatOutput(name, told))
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

/** Whether a classifier takes pictures of the side that it was trained with and no other. */
export function takesOneSide(head: Classifier['head']): boolean {
  return head.kind === 'closed-form' && head.experts.attention !== undefined
}

function metadataOf(classifier: Classifier): OnnxModel['metadata_props'] {
  const { head, classNames, resolution, metadata } = classifier
  const square = `${resolution}x${resolution}`
  const facts = {
    class_names: JSON.stringify(classNames),
    preparation: `RGB, squeezed to ${square}, x / 127.5 - 1, channels first`,
    ...(takesOneSide(head) && { input_size: `exactly ${square}, it looks at places of the map` }),
    ...metadata,
  }
  return Object.entries(facts).map(([key, value]) => ({ key, value }))
}
