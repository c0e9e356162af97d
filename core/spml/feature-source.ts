import { rowTable } from '../tensor/row-table'
import type { RowTable } from '../tensor/row-table'
import type { Batch } from './heads/network'
import { standardise } from './standardise'
import type { Scaling } from './standardise'
import type { MapReader } from './train-input'

/** Standardised features of images, read by rows. */
export type FeatureSource = {
  images: number
  /** D, or P * D of maps. */
  numbersPerImage: number
  /** [rows, D], or [rows, P, D] of maps. */
  read: (rows: Uint32Array) => Batch | Promise<Batch>
  /** Begins what a `read` of the same rows will ask for; only where that takes time. */
  prepare?: (rows: Uint32Array) => void
  /** Frees what it holds on the device. */
  dispose?: () => void
}

/** Pooled features lie in memory: they can be read at once. */
export type PooledSource = FeatureSource & { readNow: (rows: Uint32Array) => Batch }

/** Tables of so many numbers (128 MB) are standardised as a whole and not again in every epoch. */
const MOST_AT_ONCE = 32e6

/** The first `scaling.mean.length` columns of pooled features [N, width]. */
export function pooledSource(
  features: Float32Array,
  images: number,
  scaling: Scaling,
): PooledSource {
  const width = features.length / images
  const used = scaling.mean.length
  const gather = (table: Float32Array, length: number, rows: Iterable<number>, count: number) => {
    const data = new Float32Array(count * used)
    let place = 0
    for (const row of rows) {
      data.set(table.subarray(row * length, row * length + used), place)
      place += used
    }
    return data
  }
  const standardised = (rows: Iterable<number>, count: number) =>
    standardise(gather(features, width, rows, count), scaling)
  let whole: Float32Array | null = null
  let table: RowTable | null = null
  const readNow = (rows: Uint32Array): Batch => {
    const shape = [rows.length, used]
    if (images * used > MOST_AT_ONCE) return { data: standardised(rows, rows.length), shape }
    const all = (whole ??= standardised(Array(images).keys(), images))
    return {
      shape,
      get data() {
        return gather(all, used, rows, rows.length)
      },
      toTensor: () => (table ??= rowTable(all, [images, used])).gather(rows),
    }
  }
  const dispose = () => {
    table?.dispose()
    table = null
  }
  return { images, numbersPerImage: used, read: readNow, readNow, dispose }
}

/**
 * Whole maps, standardised as the channels' means are: the mean of a map's cells is then the pooled
 * vector, and a head without BoostLU is the same function on both.
 */
export function mapSource(
  { positions, channels, read }: Pick<MapReader, 'positions' | 'channels' | 'read'>,
  images: number,
  scaling: Scaling,
): FeatureSource {
  return {
    images,
    numbersPerImage: positions * channels,
    read: async (rows) => {
      const maps = await read(rows)
      // The reader may keep what it hands out.
      const data = standardise(maps, scaling, new Float32Array(maps.length))
      return { data, shape: [rows.length, positions, channels] }
    },
  }
}

/** Reads each row from the source that is chosen for it; all sources have the same shape. */
export function chosenSource(
  sources: readonly FeatureSource[],
  choose: (row: number) => number,
): FeatureSource {
  const [first] = sources
  if (first === undefined) throw new RangeError('There is no source of features.')
  if (sources.length === 1) return first
  const read = async (rows: Uint32Array): Promise<Batch> => {
    const parts = await Promise.all(
      sources.map((source, i) => readPart(source, rows, (row) => choose(row) === i)),
    )
    return interleave(rows.length, parts)
  }
  return { ...first, read }
}

type Part = { places: number[]; batch: Batch }

async function readPart(
  source: FeatureSource,
  rows: Uint32Array,
  isChosen: (row: number) => boolean,
): Promise<Part> {
  const places = [...rows.keys()].filter((i) => isChosen(rows[i] ?? 0))
  return { places, batch: await source.read(Uint32Array.from(places, (i) => rows[i] ?? 0)) }
}

function interleave(rows: number, parts: readonly Part[]): Batch {
  const rest = parts[0]?.batch.shape.slice(1) ?? []
  const size = rest.reduce((product, length) => product * length, 1)
  const data = new Float32Array(rows * size)
  for (const { places, batch } of parts) {
    places.forEach((place, i) => {
      data.set(batch.data.subarray(i * size, (i + 1) * size), place * size)
    })
  }
  return { data, shape: [rows, ...rest] }
}
