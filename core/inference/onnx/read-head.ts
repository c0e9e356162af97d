import { errnoCode, Failure } from '../../contract/failures'
import type { Port } from '../sam/network'
import { FileWindow } from './file-window'

/** What is to be known of a model file without loading it. */
export interface ModelHead {
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
  /** Names of the files beside it that hold its weights. */
  readonly weights: readonly string[]
}

type Visit = (field: number, length: number) => Promise<void>

// Fields of onnx.proto3.
const model = { graph: 7 }
const graph = { initializer: 5, input: 11, output: 12 }
const tensor = { name: 8, external: 13 }
const elementTypes: Readonly<Record<number, string>> = {
  ...{ 1: 'float32', 2: 'uint8', 6: 'int32', 7: 'int64', 9: 'bool', 10: 'float16', 11: 'float64' },
}
const LONGEST_TEXT = 4096

/**
 * Reads inputs, outputs and the names of files of weights from an ONNX file, skipping the weights
 * themselves. Throws MODEL_MISSING, or MODEL_INVALID when it is no ONNX file or cut short.
 */
export async function readHead(path: string): Promise<ModelHead> {
  try {
    const file = await FileWindow.open(path)
    try {
      return await headOf(file)
    } finally {
      await file.close()
    }
  } catch (cause) {
    if (errnoCode(cause) === 'ENOENT') {
      const advice = 'Choose another file.'
      throw new Failure('MODEL_MISSING', 'The model file is not there.', { path, advice, cause })
    }
    if (!(cause instanceof RangeError)) throw cause
    throw new Failure('MODEL_INVALID', `This is no ONNX model, or only a part: ${cause.message}`, {
      ...{ path, cause },
      advice: 'Export or download it again.',
    })
  }
}

async function headOf(file: FileWindow): Promise<ModelHead> {
  const head = { inputs: [] as Port[], outputs: [] as Port[] }
  const [weights, constants] = [new Set<string>(), new Set<string>()]
  let graphs = 0
  await fields(file, file.size, async (field, length) => {
    if (field !== model.graph) return
    graphs++
    await fields(file, file.at + length, async (inner, size) => {
      if (inner === graph.input) head.inputs.push(await port(file, size))
      if (inner === graph.output) head.outputs.push(await port(file, size))
      if (inner === graph.initializer) await constant(file, size, { weights, constants })
    })
  })
  if (graphs === 0) throw new RangeError('It has no graph.')
  // Old exporters list constants among the inputs.
  const inputs = head.inputs.filter(({ name }) => !constants.has(name))
  return { inputs, outputs: head.outputs, weights: [...weights] }
}

/** Calls `visit` at the content of every field of bytes up to `end`, and goes on behind it. */
async function fields(file: FileWindow, end: number, visit: Visit): Promise<void> {
  while (file.at < end) {
    const tag = await file.varint()
    const [field, kind] = [Math.floor(tag / 8), tag % 8]
    if (field === 0) throw new RangeError('It is not laid out as a model.')
    if (kind === 0) await file.varint()
    else if (kind === 1) file.at += 8
    else if (kind === 5) file.at += 4
    else if (kind === 2) {
      const length = await file.varint()
      const next = file.at + length
      if (next > end) throw new RangeError('The file ends too soon.')
      await visit(field, length)
      file.at = next
    } else throw new RangeError('It is not laid out as a model.')
  }
  if (file.at > end) throw new RangeError('The file ends too soon.')
}

/** ValueInfoProto: name, type.tensor_type with its element type and its shape. */
async function port(file: FileWindow, length: number): Promise<Port> {
  let [name, type] = ['', 'other']
  const sizes: (number | string)[] = []
  await fields(file, file.at + length, async (field, size) => {
    if (field === 1) name = await text(file, size)
    if (field !== 2) return
    await fields(file, file.at + size, async (kind, within) => {
      if (kind !== 1) return
      const end = file.at + within
      type = elementTypes[await number(file, end, 1)] ?? 'other'
      await fields(file, end, async (part, shape) => {
        if (part !== 2) return
        await fields(file, file.at + shape, async (_, one) => {
          sizes.push(await dimension(file, one))
        })
      })
    })
  })
  return { name, type, sizes }
}

/** A size, or the name of a free one. */
async function dimension(file: FileWindow, length: number): Promise<number | string> {
  const end = file.at + length
  const size = await number(file, end, 1)
  let name = ''
  await fields(file, end, async (field, one) => {
    if (field === 2) name = await text(file, one)
  })
  return size > 0 ? size : name
}

/** The number in a field, 0 without one; the place in the file stays. */
async function number(file: FileWindow, end: number, wanted: number): Promise<number> {
  const start = file.at
  let value = 0
  while (file.at < end) {
    const tag = await file.varint()
    const [field, kind] = [Math.floor(tag / 8), tag % 8]
    if (kind === 0) {
      const one = await file.varint()
      if (field === wanted) value = one
    } else if (kind === 2) {
      const length = await file.varint()
      file.at += length
    } else break
  }
  file.at = start
  return value
}

/** TensorProto: its name, and where its numbers are when they are not in it. */
async function constant(
  file: FileWindow,
  length: number,
  { weights, constants }: { weights: Set<string>; constants: Set<string> },
): Promise<void> {
  await fields(file, file.at + length, async (field, size) => {
    if (field === tensor.name) constants.add(await text(file, size))
    if (field !== tensor.external) return
    const entry = ['', '']
    await fields(file, file.at + size, async (part, one) => {
      entry[part - 1] = await text(file, one)
    })
    if (entry[0] === 'location' && entry[1] !== undefined) weights.add(entry[1])
  })
}

async function text(file: FileWindow, length: number): Promise<string> {
  if (length > LONGEST_TEXT) throw new RangeError('It is not laid out as a model.')
  return new TextDecoder().decode(await file.take(length))
}
