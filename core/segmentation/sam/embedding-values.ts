import type { Values } from '../../inference/sam/network'
import { decodeFloat16, encodeFloat16 } from '../../kernel/float16'
import type { Embedding, EmbeddingArray } from '../segmenter'

/** In half precision: they are kept on disk, and a mask does not change by it. */
export function packed(values: ReadonlyMap<string, Values>): EmbeddingArray[] {
  return [...values].map(([name, { data, dims }]) => ({ name, dims, data: encodeFloat16(data) }))
}

/** The numbers of embeddings, each unpacked once: the next click on the same picture finds them ready. */
export function unpacker(): (embedding: Embedding) => ReadonlyMap<string, Values> {
  const known = new WeakMap<Embedding, ReadonlyMap<string, Values>>()
  return (embedding) => {
    const before = known.get(embedding)
    if (before !== undefined) return before
    const values = new Map(
      embedding.arrays.map(({ name, dims, data }) => [name, { dims, data: numbers(data) }]),
    )
    known.set(embedding, values)
    return values
  }
}

function numbers(data: EmbeddingArray['data']): Float32Array {
  if (data instanceof Float32Array) return data
  return data instanceof Uint16Array ? decodeFloat16(data) : Float32Array.from(data)
}
