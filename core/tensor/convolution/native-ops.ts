import * as tf from '@tensorflow/tfjs-core'

/** What the backend of tfjs-node lets one do beyond its kernels: any operation of TensorFlow by name. */
type NativeBackend = {
  binding: Readonly<Record<string, unknown>>
  executeMultipleOutputs: (
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly tf.Tensor[],
    outputs: number,
  ) => tf.Tensor[]
}
type Attribute = { name: string; type: unknown; value: unknown }

/** An attribute's value with its kind in TensorFlow. */
export type NativeAttributes = Readonly<
  Record<string, boolean | string | { float: number } | readonly number[]>
>

/** Native TensorFlow's operations when it is the backend in use, else null. */
export function nativeOps(): NativeOps | null {
  const backend: object = tf.backend()
  return isNative(backend) ? operationsOf(backend) : null
}

export type NativeOps = (
  name: string,
  attributes: NativeAttributes,
  inputs: readonly tf.Tensor[],
  outputs?: number,
) => [tf.Tensor, ...tf.Tensor[]]

function operationsOf(backend: NativeBackend): NativeOps {
  const { binding } = backend
  return (name, attributes, inputs, outputs = 1) => {
    const list = Object.entries(attributes).map(([key, value]) => attribute(binding, key, value))
    list.push({ name: 'T', type: binding['TF_ATTR_TYPE'], value: binding['TF_FLOAT'] })
    const [first, ...rest] = backend.executeMultipleOutputs(name, list, inputs, outputs)
    if (first === undefined) throw new Error(`${name} gave no tensor.`)
    return [first, ...rest]
  }
}

function attribute(
  binding: NativeBackend['binding'],
  name: string,
  value: NativeAttributes[string],
): Attribute {
  if (typeof value === 'boolean') return { name, type: binding['TF_ATTR_BOOL'], value }
  if (typeof value === 'string') return { name, type: binding['TF_ATTR_STRING'], value }
  if ('float' in value) return { name, type: binding['TF_ATTR_FLOAT'], value: value.float }
  return { name, type: binding['TF_ATTR_INT'], value: [...value] }
}

function isNative(backend: object): backend is NativeBackend {
  return 'executeMultipleOutputs' in backend && 'binding' in backend
}
