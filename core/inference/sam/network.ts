import { Tensor } from 'onnxruntime-node'
import type { InferenceSession } from 'onnxruntime-node'
import { Failure } from '../../contract/failures'
import { decodeFloat16, encodeFloat16 } from '../../kernel/float16'
import { createSession } from '../session'
import type { SessionOptions } from '../session'

/** What goes in or comes out: its sizes are names, or negative, where they are free. */
export interface Port {
  readonly name: string
  readonly type: string
  readonly sizes: readonly (number | string)[]
}

export interface Values {
  readonly data: Float32Array
  readonly dims: readonly number[]
}

/** A network of several inputs and outputs. Runs on the calling thread: call it in a worker. */
export interface Network {
  readonly path: string
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
  /** Numbers become what each input takes. Throws MODEL_INVALID when it cannot take them. */
  run(
    feeds: Readonly<Record<string, Values>>,
    wanted: readonly string[],
  ): Promise<ReadonlyMap<string, Values>>
  close(): Promise<void>
}

/** Loads an ONNX file. Throws MODEL_MISSING or MODEL_INVALID. */
export async function openNetwork(path: string, options: SessionOptions = {}): Promise<Network> {
  const session = await createSession(path, options)
  const inputs = session.inputMetadata.map(portOf)
  return {
    ...{ path, inputs, outputs: session.outputMetadata.map(portOf) },
    run: (feeds, wanted) => run(session, { path, inputs }, feeds, wanted),
    close: () => session.release(),
  }
}

function portOf(port: InferenceSession.ValueMetadata): Port {
  if (!port.isTensor) return { name: port.name, type: 'other', sizes: [] }
  return { name: port.name, type: port.type, sizes: port.shape }
}

/** What fails becomes a Failure; onnxruntime need not print it too. */
const quiet = { logSeverityLevel: 4 } as const

async function run(
  session: InferenceSession,
  { path, inputs }: { path: string; inputs: readonly Port[] },
  feeds: Readonly<Record<string, Values>>,
  wanted: readonly string[],
): Promise<ReadonlyMap<string, Values>> {
  try {
    const given = inputs.map((port) => [port.name, tensorOf(port, feeds[port.name])] as const)
    const results = await session.run(Object.fromEntries(given), [...wanted], quiet)
    return new Map(wanted.map((name) => [name, valuesOf(name, results[name])]))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Failure('MODEL_INVALID', `The model cannot be run: ${firstLine(reason)}`, {
      ...{ path, cause },
      advice: 'Its files may not belong together; get the model again, or use another one.',
    })
  }
}

function tensorOf({ name, type }: Port, values: Values | undefined): Tensor {
  if (values === undefined) throw new Error(`nothing is known for its input “${name}”.`)
  const { data, dims } = values
  if (type === 'float32') return new Tensor('float32', data, dims)
  if (type === 'float16') return new Tensor('float16', encodeFloat16(data), dims)
  if (type === 'int64') return new Tensor('int64', BigInt64Array.from(data, BigInt), dims)
  if (type === 'int32') return new Tensor('int32', Int32Array.from(data), dims)
  throw new Error(`its input “${name}” takes ${type}.`)
}

function valuesOf(
  name: string,
  tensor: InferenceSession.OnnxValueMapType[string] | undefined,
): Values {
  if (tensor instanceof Tensor) {
    const { data, dims, type } = tensor
    if (data instanceof Float32Array) return { data, dims }
    // Newer Nodes have an array of halves of their own, older ones give the bits.
    if (type === 'float16' && ArrayBuffer.isView(data)) {
      const halves = new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2)
      return { data: decodeFloat16(halves), dims }
    }
  }
  throw new Error(`it gives no numbers as “${name}”.`)
}

export function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.trim() ?? ''
}
