import protobuf from 'protobufjs'

/**
 * The part of the ONNX format (onnx.proto3) that joining two networks needs. What is only carried along
 * is declared as bytes: on the wire that is the same, so that it stays as it is to the last bit.
 */
const { root } = protobuf.parse(
  `
  syntax = "proto3";
  message Model {
    int64 ir_version = 1;
    string producer_name = 2;
    string producer_version = 3;
    string domain = 4;
    int64 model_version = 5;
    string doc_string = 6;
    Graph graph = 7;
    repeated Opset opset_import = 8;
    repeated Entry metadata_props = 14;
    repeated bytes training_info = 20;
    repeated bytes functions = 25;
    repeated bytes configuration = 26;
  }
  message Opset { string domain = 1; int64 version = 2; }
  message Entry { string key = 1; string value = 2; }
  message Graph {
    repeated bytes node = 1;
    string name = 2;
    repeated bytes initializer = 5;
    string doc_string = 10;
    repeated bytes input = 11;
    repeated bytes output = 12;
    repeated bytes value_info = 13;
    repeated bytes quantization_annotation = 14;
    repeated bytes sparse_initializer = 15;
    repeated bytes metadata_props = 16;
  }
  message Node {
    repeated string input = 1;
    repeated string output = 2;
    string name = 3;
    string op_type = 4;
    repeated Attribute attribute = 5;
  }
  message Attribute {
    string name = 1;
    int64 i = 3;
    bytes s = 4;
    repeated int64 ints = 8;
    int32 type = 20;
  }
  message Tensor {
    repeated int64 dims = 1;
    int32 data_type = 2;
    string name = 8;
    bytes raw_data = 9;
  }
  message Value { string name = 1; Type type = 2; }
  message Type { TensorType tensor_type = 1; }
  message TensorType { int32 elem_type = 1; Shape shape = 2; }
  message Shape { repeated Dimension dim = 1; }
  message Dimension { oneof value { int64 dim_value = 1; string dim_param = 2; } }
`,
  { keepCase: true },
)

export type OnnxModel = {
  graph: { node: Uint8Array[]; initializer: Uint8Array[]; output: Uint8Array[] } & Record<
    string,
    unknown
  >
  metadata_props: { key: string; value: string }[]
} & Record<string, unknown>

const FLOAT = 1
const INT64 = 7
const FLOAT16 = 10
const INT_ATTRIBUTE = 2
const STRING_ATTRIBUTE = 3
const INTS_ATTRIBUTE = 7

/** Attributes of a node: whole numbers, lists of them, and words. */
export type Attributes = Readonly<Record<string, number | string | readonly number[]>>

const type = (name: string) => root.lookupType(name)
const modelType = type('Model')

/** @throws Error when the bytes are no ONNX model. */
export function decodeModel(file: Uint8Array): OnnxModel {
  const model = modelType.toObject(modelType.decode(file), { arrays: true, objects: true })
  if (typeof model['graph'] !== 'object') throw new Error('It has no graph.')
  // The description above says so; protobufjs does not carry it into the types.
  return model as OnnxModel
}

export function encodeModel(model: OnnxModel): Uint8Array {
  return encode('Model', model)
}

export function nodeOf(
  op: string,
  inputs: readonly string[],
  output: string,
  attributes: Attributes = {},
): Uint8Array {
  const attribute = Object.entries(attributes).map(([name, value]) => {
    if (typeof value === 'number') return { name, i: value, type: INT_ATTRIBUTE }
    if (typeof value === 'string')
      return { name, s: new TextEncoder().encode(value), type: STRING_ATTRIBUTE }
    return { name, ints: [...value], type: INTS_ATTRIBUTE }
  })
  return encode('Node', {
    op_type: op,
    name: output,
    input: [...inputs],
    output: [output],
    attribute,
  })
}

/** A constant: float32 numbers, the bits of float16 ones, or int64 ones. */
export function tensorOf(
  name: string,
  dims: readonly number[],
  values: Float32Array | Uint16Array | BigInt64Array,
): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  return encode('Tensor', { name, dims: [...dims], data_type: typeOf(values), raw_data: bytes })
}

function typeOf(values: Float32Array | Uint16Array | BigInt64Array): number {
  if (values instanceof Float32Array) return FLOAT
  return values instanceof Uint16Array ? FLOAT16 : INT64
}

/** A matrix [batch, columns] of floats that the network gives. */
export function floatOutput(name: string, columns: number): Uint8Array {
  return floatPort(name, ['batch', columns])
}

/** What goes into a network or comes out, as floats; a size with a name is free. */
export function floatPort(name: string, sizes: readonly (string | number)[]): Uint8Array {
  return port(name, sizes, FLOAT)
}

/** The same for whole numbers. */
export function integerPort(name: string, sizes: readonly (string | number)[]): Uint8Array {
  return port(name, sizes, INT64)
}

function port(name: string, sizes: readonly (string | number)[], elementType: number): Uint8Array {
  const dim = sizes.map((size) =>
    typeof size === 'string' ? { dim_param: size } : { dim_value: size },
  )
  const shape = { dim }
  return encode('Value', { name, type: { tensor_type: { elem_type: elementType, shape } } })
}

export function nameOfOutput(value: Uint8Array): string {
  const { name } = type('Value').toObject(type('Value').decode(value))
  return String(name)
}

function encode(name: string, message: object): Uint8Array {
  return type(name).encode(type(name).fromObject(message)).finish()
}
