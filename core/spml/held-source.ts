import { mostInTable, rowTable } from '../tensor/row-table'
import type { RowTable } from '../tensor/row-table'
import { chunks, gatherRows } from './batches'
import type { FeatureSource } from './feature-source'
import type { Batch } from './heads/network'
import { allRows } from './scorer'

/** The most that maps may take, in bytes, however much memory there is: 1 GB. */
const MOST_BYTES = 2 ** 30
/** A device with memory of its own has them once more, and training wants to live too. */
const SHARE_OF_MEMORY = 1 / 4
/** Numbers that are read at once, 16 MB of them. */
const READ_AT_ONCE = 2 ** 22

/** Where nobody says how much memory a training may take. */
const USUAL_MEMORY = 4e9

/**
 * Keeps maps on the device while there is room: they are read and standardised once and not again in
 * every epoch. Whoever asks first gets the room; the others are read as they are needed.
 */
export function roomForMaps(memory = USUAL_MEMORY): (source: FeatureSource) => FeatureSource {
  let room = Math.min(MOST_BYTES, memory * SHARE_OF_MEMORY) / 4
  return (source) => {
    const size = source.images * source.numbersPerImage
    if (size > room || size > mostInTable()) return source
    room -= size
    return heldSource(source)
  }
}

/** A source that reads all of another one when it is asked for the first time. */
function heldSource(source: FeatureSource): FeatureSource {
  let maps: Batch | null = null
  let table: RowTable | null = null
  const read: FeatureSource['read'] = async (rows) => {
    const { data, shape } = (maps ??= await readAll(source))
    const [, ...rest] = shape
    const size = source.numbersPerImage
    return {
      shape: [rows.length, ...rest],
      get data() {
        return gatherRows(data, rows, size, new Float32Array(rows.length * size))
      },
      toTensor: () => (table ??= rowTable(data, shape)).gather(rows),
    }
  }
  const dispose = () => {
    table?.dispose()
    table = null
  }
  return { ...source, read, dispose }
}

async function readAll({ images, numbersPerImage, read }: FeatureSource): Promise<Batch> {
  const data = new Float32Array(images * numbersPerImage)
  const atOnce = Math.max(1, Math.floor(READ_AT_ONCE / numbersPerImage))
  let rest: readonly number[] = []
  let place = 0
  for (const rows of chunks(allRows(images), atOnce)) {
    const part = await read(rows)
    data.set(part.data, place)
    place += part.data.length
    rest = part.shape.slice(1)
  }
  return { data, shape: [images, ...rest] }
}
