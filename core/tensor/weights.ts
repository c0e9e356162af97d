import { Failure } from '../contract/failures'

/** Numbers of a file: Uint16Array holds the bits of half-precision ones. */
export type StoredArray = {
  shape: readonly number[]
  data: Float32Array | Uint16Array | Uint8Array
}
export type StoredArrays = {
  arrays: ReadonlyMap<string, StoredArray>
  metadata: Readonly<Record<string, string>>
}

type Entry = { dtype: string; shape: number[]; data_offsets: [number, number] }

const BYTES_EACH: ReadonlyMap<string, number> = new Map([
  ['F32', 4],
  ['F16', 2],
  ['BF16', 2],
  ['U8', 1],
])
const LENGTH_BYTES = 8
const ALIGNMENT = 8
/** The format's own limit for its header. */
const LARGEST_HEADER = 100_000_000

/** Named arrays as one safetensors file: a header in JSON, then the numbers, little-endian. */
export function encodeSafetensors(stored: StoredArrays): Uint8Array<ArrayBuffer> {
  const pieces = safetensorsPieces(stored)
  const file = new Uint8Array(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0))
  let position = 0
  for (const piece of pieces) {
    file.set(piece, position)
    position += piece.byteLength
  }
  return file
}

/** The same file in pieces to be written one after the other; the numbers are not copied. */
export function safetensorsPieces({ arrays, metadata }: StoredArrays): Uint8Array[] {
  const header: Record<string, Entry | Record<string, string>> = { __metadata__: { ...metadata } }
  let offset = 0
  // The widest numbers first: the header is padded to eight bytes, so every array is aligned.
  const ordered = [...arrays].sort(([, a], [, b]) => bytesEach(b) - bytesEach(a))
  for (const [name, { shape, data }] of ordered) {
    const place: Entry['data_offsets'] = [offset, offset + data.byteLength]
    header[name] = { dtype: typeOf(data), shape: [...shape], data_offsets: place }
    offset += data.byteLength
  }
  const json = new TextEncoder().encode(JSON.stringify(header))
  const headerLength = Math.ceil(json.length / ALIGNMENT) * ALIGNMENT
  const head = new Uint8Array(LENGTH_BYTES + headerLength).fill(0x20)
  new DataView(head.buffer).setBigUint64(0, BigInt(headerLength), true)
  head.set(json, LENGTH_BYTES)
  const bytes = ordered.map(
    ([, { data }]) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  )
  return [head, ...bytes]
}

/**
 * Reads what `encodeSafetensors` writes, and the F32, F16, BF16 (as float32) and U8 arrays of any other
 * safetensors file, of those that `wants` asks for.
 * @throws Failure CHECKPOINT_INVALID when the file is cut short or is something else.
 */
export function decodeSafetensors(
  file: Uint8Array,
  wants: (name: string) => boolean = () => true,
): StoredArrays {
  const { header, body } = splitFile(file)
  const arrays = new Map<string, StoredArray>()
  let metadata: Record<string, string> = {}
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') metadata = asStrings(value)
    else if (wants(name)) arrays.set(name, readArray(name, value, body))
  }
  return { arrays, metadata }
}

function splitFile(file: Uint8Array): { header: object; body: Uint8Array } {
  if (file.length < LENGTH_BYTES) throw invalid('it is too short')
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true))
  if (length > LARGEST_HEADER || LENGTH_BYTES + length > file.length) {
    throw invalid('its header does not fit')
  }
  const text = new TextDecoder().decode(file.subarray(LENGTH_BYTES, LENGTH_BYTES + length))
  const body = file.subarray(LENGTH_BYTES + length)
  let header: unknown
  try {
    header = JSON.parse(text)
  } catch (cause) {
    throw invalid('its header is not JSON', cause)
  }
  if (typeof header !== 'object' || header === null) throw invalid('its header is not an object')
  return { header, body }
}

function readArray(name: string, value: unknown, body: Uint8Array): StoredArray {
  if (!isEntry(value)) throw invalid(`the entry ${name} is malformed`)
  const {
    dtype,
    shape,
    data_offsets: [start, end],
  } = value
  const each = BYTES_EACH.get(dtype)
  if (each === undefined) throw invalid(`${name} holds ${dtype}, which is not read here`)
  const count = shape.reduce((product, size) => product * size, 1)
  if (start < 0 || end > body.length || end - start !== count * each) {
    throw invalid(`${name} does not fit the file`)
  }
  // A copy of its own: a slice of a Buffer would share memory that need not be aligned.
  const bytes = new Uint8Array(end - start)
  bytes.set(body.subarray(start, end))
  return { shape, data: asNumbers(dtype, bytes) }
}

function asNumbers(dtype: string, bytes: Uint8Array<ArrayBuffer>): StoredArray['data'] {
  if (dtype === 'F32') return new Float32Array(bytes.buffer)
  if (dtype === 'BF16') return widened(new Uint16Array(bytes.buffer))
  return dtype === 'F16' ? new Uint16Array(bytes.buffer) : bytes
}

/** A bfloat16 is the upper half of a float32. */
function widened(halves: Uint16Array): Float32Array {
  const bits = Uint32Array.from(halves, (half) => half * 0x10000)
  return new Float32Array(bits.buffer)
}

function typeOf(data: StoredArray['data']): string {
  if (data instanceof Float32Array) return 'F32'
  return data instanceof Uint16Array ? 'F16' : 'U8'
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false
  const { dtype, shape, data_offsets: offsets } = { dtype: 0, shape: 0, data_offsets: 0, ...value }
  return typeof dtype === 'string' && isSizes(shape) && isSizes(offsets) && offsets.length === 2
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0)
}

function asStrings(value: unknown): Record<string, string> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return Object.fromEntries(entries.map(([key, text]) => [key, String(text)]))
}

function bytesEach({ data }: StoredArray): number {
  return data.BYTES_PER_ELEMENT
}

function invalid(why: string, cause?: unknown): Failure {
  return new Failure('CHECKPOINT_INVALID', `The weights file cannot be read: ${why}.`, {
    advice: 'Train again; what people decided is not in this file and is safe.',
    cause,
  })
}
