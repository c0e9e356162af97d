import { open, rm, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { imageId } from '../../contract/ids'
import { trainingMaps } from '../../segmentation/training-maps'
import { SEGMENT_LEVELS } from '../../spml/method'
import type { SegmentInput } from '../../spml/train-input'
import { openAtomicWriter } from '../../store/files'
import { treeFiles, type TreeFiles } from '../../store/tree-files'

/** Which segments a run is taught by. */
export interface SegmentOrder {
  /** Of the project. */
  readonly directory: string
  readonly model: string
  /** Of each training image: which file its tree must have been made of. */
  readonly stamps: readonly string[]
  /** Edge of the maps in pixels. */
  readonly side: number
}

export interface SegmentMaps extends SegmentInput {
  /** Images that are not cut, or not any more. */
  readonly uncut: number
  close(): Promise<void>
}

/** Bytes of a number of a segment, and of how stable it is. */
const [NUMBER, STABLE] = [2, 1]

/**
 * The maps of a run's images, from a file in its folder, so that a run that goes on sees what it saw
 * before; made of the trees of everything mode where there is none yet. `tell` hears how many pictures
 * are done. Throws DISK_FULL.
 */
export async function openSegmentMaps(
  order: SegmentOrder,
  { ids, folder }: { ids: Int32Array; folder: string },
  tell: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<SegmentMaps> {
  const path = segmentFile(folder)
  const size = SEGMENT_LEVELS * order.side ** 2
  const record = size * (NUMBER + STABLE)
  const known = await stat(path).catch(() => null)
  if (known?.size !== record * ids.length) await writeMaps(path, order, { ids, tell, signal })
  const file = await open(path)
  try {
    return {
      side: order.side,
      read: (rows) => readRows(file, rows, size),
      uncut: await countUncut(file, ids.length, size),
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

/** Only a run that can go on needs them. */
export async function removeSegmentMaps(folder: string): Promise<void> {
  await rm(segmentFile(folder), { force: true })
}

function segmentFile(folder: string): string {
  return join(folder, 'segments.bin')
}

type Work = { ids: Int32Array; tell: (done: number, total: number) => void; signal: AbortSignal }

async function writeMaps(path: string, order: SegmentOrder, { ids, tell, signal }: Work) {
  const trees = treeFiles(order.directory)
  const writer = await openAtomicWriter(path)
  try {
    for (const [row, id] of ids.entries()) {
      signal.throwIfAborted()
      const picture = { image: imageId.parse(id), stamp: order.stamps[row] ?? '' }
      await writer.write(await recordOf(trees, order, picture))
      tell(row + 1, ids.length)
    }
    await writer.commit()
  } finally {
    await writer.dispose()
  }
}

async function recordOf(
  trees: TreeFiles,
  { model, side }: SegmentOrder,
  picture: Parameters<TreeFiles['read']>[1],
): Promise<Uint8Array> {
  const size = SEGMENT_LEVELS * side ** 2
  const record = new Uint8Array(size * (NUMBER + STABLE))
  const tree = await trees.read(model, picture)
  if (tree === null) return record
  try {
    const { maps, stability } = trainingMaps(tree, side)
    record.set(new Uint8Array(maps.buffer))
    record.set(stability, size * NUMBER)
  } catch (error) {
    // Masks that do not add up: as good as none, and made again when everything is cut anew.
    if (!(error instanceof RangeError)) throw error
  }
  return record
}

async function readRows(
  file: FileHandle,
  rows: Uint32Array,
  size: number,
): ReturnType<SegmentInput['read']> {
  const maps = new Uint16Array(rows.length * size)
  const stability = new Uint8Array(rows.length * size)
  const record = size * (NUMBER + STABLE)
  for (const [i, row] of rows.entries()) {
    const numbers = new Uint8Array(maps.buffer, i * size * NUMBER, size * NUMBER)
    await file.read(numbers, 0, numbers.length, row * record)
    await file.read(stability, i * size, size, row * record + numbers.length)
  }
  return { maps, stability }
}

async function countUncut(file: FileHandle, images: number, size: number): Promise<number> {
  let uncut = 0
  for (let row = 0; row < images; row++) {
    const { stability } = await readRows(file, Uint32Array.of(row), size)
    if (stability.every((value) => value === 0)) uncut++
  }
  return uncut
}
