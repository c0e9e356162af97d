import { crc32 } from 'node:zlib'

/** What the index says of one block of rows: whose they are, and a checksum over them. */
export interface RowBlock {
  readonly ids: Uint32Array
  /** Place of its first row in the file of rows. */
  readonly start: number
  readonly checksum: number
}

const magic = 0x31424753 // "SGB1"
const headerBytes = 16

/** The index entry of a block: magic, count, checksum of rows, checksum of the entry, ids. */
export function encodeBlock(ids: Uint32Array, rows: Uint8Array): Buffer {
  const entry = Buffer.alloc(headerBytes + 4 * ids.length)
  entry.writeUInt32LE(magic, 0)
  entry.writeUInt32LE(ids.length, 4)
  entry.writeUInt32LE(crc32(rows), 8)
  for (const [i, id] of ids.entries()) entry.writeUInt32LE(id, headerBytes + 4 * i)
  entry.writeUInt32LE(entryChecksum(entry), 12)
  return entry
}

/** The blocks of an index up to the first torn or damaged entry, and the bytes that they take. */
export function decodeBlocks(index: Buffer): { blocks: RowBlock[]; bytes: number } {
  const blocks: RowBlock[] = []
  let [at, start] = [0, 0]
  while (at + headerBytes <= index.length) {
    const count = index.readUInt32LE(at + 4)
    const end = at + headerBytes + 4 * count
    const entry = index.subarray(at, end)
    if (index.readUInt32LE(at) !== magic || end > index.length) break
    if (index.readUInt32LE(at + 12) !== entryChecksum(entry)) break
    const ids = Uint32Array.from({ length: count }, (_, i) =>
      entry.readUInt32LE(headerBytes + 4 * i),
    )
    blocks.push({ ids, start, checksum: entry.readUInt32LE(8) })
    at = end
    start += count
  }
  return { blocks, bytes: at }
}

const entryChecksum = (entry: Buffer): number =>
  crc32(entry.subarray(headerBytes), crc32(entry.subarray(0, 12)))
