import { constants } from 'node:fs'
import { mkdir, open, readFile } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { crc32 } from 'node:zlib'
import { Failure } from '../contract/failures'
import { decodeFloat16 } from '../kernel/float16'
import { writeDurably } from './durable-write'
import { decodeBlocks, encodeBlock } from './row-blocks'
import type { RowBlock } from './row-blocks'

/**
 * Float16 rows of one length by image id, in two files that only grow: `<base>.f16` has the rows in
 * blocks, `<base>.idx` says whose they are. Rows are on disk before the index names them, so a killed
 * process loses at most the block in hand; a damaged block counts as not there and is made again.
 */
export class RowStore {
  readonly rowLength: number
  private readonly base: string
  private readonly rows: FileHandle
  private readonly index: FileHandle
  private readonly blocks: RowBlock[]
  private indexBytes: number
  private count: number
  private readonly places = new Map<number, number>()

  private constructor(files: Files, length: number, read: Index) {
    this.base = files.base
    this.rows = files.rows
    this.index = files.index
    this.rowLength = length
    this.blocks = read.good
    this.indexBytes = read.bytes
    this.count = read.count
    for (const block of this.blocks) this.place(block)
  }

  /**
   * Opens or makes the store. `verify` reads every row against its checksum; without it only the
   * index is checked. Close it in the end.
   */
  static async open(base: string, rowLength: number, verify: boolean): Promise<RowStore> {
    await mkdir(dirname(base), { recursive: true })
    const rows = await open(`${base}.f16`, readWriteCreate)
    try {
      const index = await open(`${base}.idx`, readWriteCreate)
      try {
        const read = await readIndex(`${base}.idx`, rows, rowLength, verify)
        return new RowStore({ base, rows, index }, rowLength, read)
      } catch (error) {
        await index.close()
        throw error
      }
    } catch (error) {
      await rows.close()
      throw error
    }
  }

  has(id: number): boolean {
    return this.places.has(id)
  }

  get size(): number {
    return this.places.size
  }

  /** Adds rows [ids.length, rowLength]; they are durable when it resolves. Throws DISK_FULL. */
  async append(ids: readonly number[], halves: Uint16Array): Promise<void> {
    const rows = bytesOf(halves)
    const entry = encodeBlock(Uint32Array.from(ids), rows)
    // What a killed or full write left behind the last good block goes first.
    const rowsEnd = this.count * this.rowLength * 2
    await this.rows.truncate(rowsEnd)
    await this.index.truncate(this.indexBytes)
    await writeDurably(this.rows, rows, rowsEnd, this.base)
    await writeDurably(this.index, entry, this.indexBytes, this.base)
    const block = { ids: Uint32Array.from(ids), start: this.count, checksum: entry.readUInt32LE(8) }
    this.blocks.push(block)
    this.place(block)
    this.count += ids.length
    this.indexBytes += entry.length
  }

  /**
   * The rows of `ids` in their order as float32 [ids.length, rowLength]; into `out` when given.
   * Throws NOT_FOUND when one is missing.
   */
  async read(
    ids: readonly number[],
    out: Float32Array = new Float32Array(ids.length * this.rowLength),
    signal?: AbortSignal,
  ): Promise<Float32Array> {
    const length = this.rowLength
    await this.scan(ids, signal, (half, target) => {
      decodeFloat16(half, out.subarray(target * length, (target + 1) * length))
    })
    return out
  }

  /** The same as half-precision bits, at half the memory. */
  async readHalves(
    ids: readonly number[],
    out: Uint16Array = new Uint16Array(ids.length * this.rowLength),
    signal?: AbortSignal,
  ): Promise<Uint16Array> {
    await this.scan(ids, signal, (half, target) => {
      out.set(half, target * this.rowLength)
    })
    return out
  }

  async close(): Promise<void> {
    await this.rows.close()
    await this.index.close()
  }

  private place({ ids, start }: RowBlock): void {
    for (const [i, id] of ids.entries()) this.places.set(id, start + i)
  }

  /** Calls `use` with each wanted row, in the order of the file, so that the disk reads forward. */
  private async scan(
    ids: readonly number[],
    signal: AbortSignal | undefined,
    use: (half: Uint16Array, target: number) => void,
  ): Promise<void> {
    const wanted = ids.map((id, target) => ({ row: this.placeOf(id), target }))
    wanted.sort((a, b) => a.row - b.row)
    for (let i = 0; i < wanted.length;) {
      signal?.throwIfAborted()
      const group = wanted.slice(i, this.endOfRead(wanted, i))
      const first = group[0]?.row ?? 0
      const halves = await this.readRows(first, (group.at(-1)?.row ?? first) - first + 1)
      for (const { row, target } of group) {
        const at = (row - first) * this.rowLength
        use(halves.subarray(at, at + this.rowLength), target)
      }
      i += group.length
    }
  }

  /** Rows that lie close to each other are read together: what lies between them costs less than a read. */
  private endOfRead(wanted: readonly { row: number }[], from: number): number {
    const first = wanted[from]?.row ?? 0
    const rowBytes = this.rowLength * 2
    const limit = first + Math.max(1, readBytes / rowBytes)
    const gap = 1 + gapBytes / rowBytes
    let end = from + 1
    for (let last = first; end < wanted.length; end++) {
      const row = wanted[end]?.row ?? 0
      if (row >= limit || row - last > gap) break
      last = row
    }
    return end
  }

  private placeOf(id: number): number {
    const place = this.places.get(id)
    if (place === undefined)
      throw new Failure('NOT_FOUND', `Image ${id} has no features yet.`, {
        advice: 'Compute the features again.',
      })
    return place
  }

  private readRows(start: number, count: number): Promise<Uint16Array> {
    return readHalves(this.rows, start * this.rowLength, count * this.rowLength)
  }
}

const readWriteCreate = constants.O_RDWR | constants.O_CREAT
const readBytes = 8 * 2 ** 20
/** What may lie between two rows of one read. */
const gapBytes = 64 * 2 ** 10

interface Files {
  readonly base: string
  readonly rows: FileHandle
  readonly index: FileHandle
}

interface Index {
  readonly good: RowBlock[]
  readonly bytes: number
  readonly count: number
}

async function readIndex(path: string, rows: FileHandle, length: number, verify: boolean) {
  const { blocks, bytes } = decodeBlocks(await readFile(path))
  const { size } = await rows.stat()
  const count = blocks.reduce((sum, { ids }) => sum + ids.length, 0)
  const good: RowBlock[] = []
  for (const block of blocks) if (await isWhole(block)) good.push(block)
  return { good, bytes, count } satisfies Index

  async function isWhole({ ids, start, checksum }: RowBlock): Promise<boolean> {
    if ((start + ids.length) * length * 2 > size) return false
    if (!verify) return true
    return crc32(bytesOf(await readHalves(rows, start * length, ids.length * length))) === checksum
  }
}

async function readHalves(file: FileHandle, start: number, count: number): Promise<Uint16Array> {
  const halves = new Uint16Array(count)
  const bytes = bytesOf(halves)
  let read = 0
  while (read < bytes.length) {
    const { bytesRead } = await file.read(bytes, read, bytes.length - read, start * 2 + read)
    if (bytesRead === 0) throw new Failure('NOT_FOUND', 'The file of features is cut off.')
    read += bytesRead
  }
  return halves
}

const bytesOf = (halves: Uint16Array): Uint8Array =>
  new Uint8Array(halves.buffer, halves.byteOffset, halves.byteLength)
