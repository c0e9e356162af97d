import { readFile } from 'node:fs/promises'
import { invalid } from '../imported-dataset'

/** A table of numbers [rows, columns]; a list of numbers has one column. */
export interface NpyTable {
  rows: number
  columns: number
  at: (row: number, column: number) => number
}

interface Header {
  /** Letter of the type: f, i, u, b, U or S. */
  kind: string
  /** Bytes of one number, letters of one text. */
  size: number
  isLittle: boolean
  isFortran: boolean
  shape: number[]
}

const MAGIC = '\x93NUMPY'
const largestFile = 2 ** 31 - 1

/** Reads a one- or two-dimensional array of numbers. Throws IMPORT_INVALID for anything else. */
export async function readNpyTable(path: string, signal: AbortSignal): Promise<NpyTable> {
  const { header, data } = await open(path, signal)
  const { isLittle, isFortran, size, shape } = header
  const read = numberReader(path, header)
  const [rows = 0, columns = 1] = shape
  if (shape.length < 1 || shape.length > 2) throw invalid(path, `${shape.length} dimensions.`)
  const at = (row: number, column: number): number => {
    const index = isFortran ? column * rows + row : row * columns + column
    return read(data, index * size, isLittle)
  }
  return { rows, columns, at }
}

/** Reads a list of texts. Throws IMPORT_INVALID for anything else. */
export async function readNpyTexts(path: string, signal: AbortSignal): Promise<string[]> {
  const { header, data } = await open(path, signal)
  const { kind, size, isLittle, shape } = header
  if ((kind !== 'U' && kind !== 'S') || shape.length !== 1) {
    throw invalid(path, 'A list of texts was expected.')
  }
  return Array.from({ length: shape[0] ?? 0 }, (_, i) => {
    const letters = Array.from({ length: size }, (_letter, j) =>
      kind === 'S' ? data.getUint8(i * size + j) : data.getUint32((i * size + j) * 4, isLittle),
    )
    return textOf(path, letters)
  })
}

/** Texts are padded with zeros. */
function textOf(path: string, letters: number[]): string {
  const end = letters.indexOf(0)
  try {
    return String.fromCodePoint(...(end < 0 ? letters : letters.slice(0, end)))
  } catch {
    throw invalid(path, 'A text holds what is no letter.')
  }
}

async function open(
  path: string,
  signal: AbortSignal,
): Promise<{ header: Header; data: DataView }> {
  const bytes = await readFile(path, { signal }).catch((cause: unknown) => {
    if (signal.aborted) throw cause
    throw invalid(path, `The file cannot be read (${String(cause)}).`)
  })
  if (bytes.length > largestFile) throw invalid(path, 'The file is larger than 2 GiB.')
  if (bytes.toString('latin1', 0, 6) !== MAGIC || bytes.length < 12) {
    throw invalid(path, 'This is no NumPy array (.npy).')
  }
  const isShort = bytes[6] === 1
  const start = isShort ? 10 : 12
  const end = start + (isShort ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8))
  const header = parseHeader(path, bytes.toString('latin1', start, end))
  const expected = header.shape.reduce((product, n) => product * n, bytesOf(header))
  if (bytes.length - end < expected) {
    throw invalid(path, `The array is cut off: ${expected} bytes expected, ${bytes.length - end}.`)
  }
  return { header, data: new DataView(bytes.buffer, bytes.byteOffset + end, expected) }
}

/** A header is the text of a Python dictionary; no part of it is ever run. */
function parseHeader(path: string, text: string): Header {
  const type = /'descr':\s*'([<>|=])([a-zA-Z])(\d*)'/.exec(text)
  const order = /'fortran_order':\s*(True|False)/.exec(text)
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(text)
  if (!type || !order || !shape) {
    throw invalid(path, 'Only plain arrays of numbers or texts can be read, no objects.')
  }
  const sizes = (shape[1] ?? '').split(',').filter((part) => part.trim() !== '')
  return {
    kind: type[2] ?? '',
    size: Number(type[3]),
    isLittle: type[1] !== '>',
    isFortran: order[1] === 'True',
    shape: sizes.map(Number),
  }
}

function bytesOf({ kind, size }: Header): number {
  return kind === 'U' ? size * 4 : size
}

type ReadNumber = (data: DataView, at: number, isLittle: boolean) => number

const readers: Record<string, ReadNumber> = {
  f4: (data, at, isLittle) => data.getFloat32(at, isLittle),
  f8: (data, at, isLittle) => data.getFloat64(at, isLittle),
  i1: (data, at) => data.getInt8(at),
  i2: (data, at, isLittle) => data.getInt16(at, isLittle),
  i4: (data, at, isLittle) => data.getInt32(at, isLittle),
  i8: (data, at, isLittle) => Number(data.getBigInt64(at, isLittle)),
  u1: (data, at) => data.getUint8(at),
  u2: (data, at, isLittle) => data.getUint16(at, isLittle),
  u4: (data, at, isLittle) => data.getUint32(at, isLittle),
  u8: (data, at, isLittle) => Number(data.getBigUint64(at, isLittle)),
  b1: (data, at) => data.getUint8(at),
}

function numberReader(path: string, { kind, size }: Header): ReadNumber {
  const read = readers[`${kind}${size}`]
  if (read) return read
  throw invalid(path, `Numbers were expected, not the type ${kind}${size}.`)
}
