import type { Embedding, EmbeddingArray } from './segmenter'

/** Raised when the layout changes, so that older files are made again. */
const mark = 'SNGLEMB1'
const kinds = { float32: Float32Array, uint16: Uint16Array, uint8: Uint8Array } as const
type Kind = keyof typeof kinds

interface Head {
  readonly model: string
  readonly width: number
  readonly height: number
  readonly arrays: readonly { name: string; dims: number[]; kind: Kind; length: number }[]
}

/** An embedding as it is kept on disk: a mark, the length of a JSON head, the head, the arrays. */
export function packEmbedding({ arrays, ...rest }: Embedding): Uint8Array {
  const head: Head = {
    ...rest,
    arrays: arrays.map(({ name, dims, data }) => ({
      ...{ name, dims: [...dims], kind: kindOf(data), length: data.length },
    })),
  }
  const json = Buffer.from(JSON.stringify(head))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(json.length)
  const bytes = arrays.map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength))
  return Buffer.concat([Buffer.from(mark), length, json, ...bytes])
}

/** null for what no `packEmbedding` of this version wrote whole. */
export function unpackEmbedding(file: Uint8Array): Embedding | null {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const start = mark.length + 4
  if (bytes.length < start || bytes.toString('latin1', 0, mark.length) !== mark) return null
  const end = start + bytes.readUInt32LE(mark.length)
  const head = parse(bytes.subarray(start, end))
  if (head === null) return null
  const arrays: EmbeddingArray[] = []
  let at = end
  for (const { name, dims, kind, length } of head.arrays) {
    const size = length * kinds[kind].BYTES_PER_ELEMENT
    if (at + size > bytes.length) return null
    // A copy of its own: numbers of several bytes need an even place in memory.
    const { buffer } = Uint8Array.from(bytes.subarray(at, at + size))
    arrays.push({ name, dims, data: new kinds[kind](buffer) })
    at += size
  }
  return at === bytes.length
    ? { model: head.model, width: head.width, height: head.height, arrays }
    : null
}

function kindOf(data: EmbeddingArray['data']): Kind {
  if (data instanceof Float32Array) return 'float32'
  return data instanceof Uint16Array ? 'uint16' : 'uint8'
}

function parse(json: Buffer): Head | null {
  try {
    // Written by `packEmbedding` of this version, as the mark before it says.
    return JSON.parse(json.toString('utf8')) as Head
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
