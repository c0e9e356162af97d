/** Bytes of `.npy` files for tests, written by their published description. */

interface Options {
  /** 1 has a short header, 2 a long one. */
  version?: 1 | 2
  isFortran?: boolean
}

/** A list of texts, as `numpy.array([...])` makes it: `<U` and the longest length. */
export function npyTexts(texts: readonly string[], options: Options = {}): Buffer {
  const size = Math.max(1, ...texts.map((text) => text.length))
  const data = Buffer.alloc(texts.length * size * 4)
  texts.forEach((text, i) => {
    Array.from(text).forEach((letter, j) => {
      data.writeUInt32LE(letter.codePointAt(0) ?? 0, (i * size + j) * 4)
    })
  })
  return npyFile(`<U${size}`, `(${texts.length},)`, data, options)
}

const writers = {
  '<f8': [8, (data: Buffer, value: number, at: number) => data.writeDoubleLE(value, at)],
  '<f4': [4, (data: Buffer, value: number, at: number) => data.writeFloatLE(value, at)],
  '<i8': [8, (data: Buffer, value: number, at: number) => data.writeBigInt64LE(BigInt(value), at)],
  '>i4': [4, (data: Buffer, value: number, at: number) => data.writeInt32BE(value, at)],
  '|i1': [1, (data: Buffer, value: number, at: number) => data.writeInt8(value, at)],
  '|u1': [1, (data: Buffer, value: number, at: number) => data.writeUInt8(value, at)],
  '|b1': [1, (data: Buffer, value: number, at: number) => data.writeUInt8(value, at)],
} as const
export type NpyType = keyof typeof writers

/** A table of numbers [rows, columns]. */
export function npyTable(
  rows: readonly (readonly number[])[],
  type: NpyType = '<f8',
  options: Options = {},
): Buffer {
  const columns = rows[0]?.length ?? 0
  const [size, write] = writers[type]
  const data = Buffer.alloc(rows.length * columns * size)
  rows.forEach((row, r) => {
    row.forEach((value, c) => {
      write(data, value, size * (options.isFortran ? c * rows.length + r : r * columns + c))
    })
  })
  return npyFile(type, `(${rows.length}, ${columns})`, data, options)
}

export function npyFile(
  descr: string,
  shape: string,
  data: Buffer,
  { version = 1, isFortran = false }: Options = {},
): Buffer {
  const order = isFortran ? 'True' : 'False'
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`
  const before = version === 1 ? 10 : 12
  const length = Math.ceil((before + text.length + 1) / 64) * 64 - before
  const head = Buffer.alloc(before)
  head.write('\x93NUMPY', 'latin1')
  head[6] = version
  if (version === 1) head.writeUInt16LE(length, 8)
  else head.writeUInt32LE(length, 8)
  const header = Buffer.from(`${text.padEnd(length - 1)}\n`, 'latin1')
  return Buffer.concat([head, header, data])
}
