import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errnoCode } from '../contract/failures'
import type { BackboneShape } from '../inference/backbones'
import { sideOf, squaresOf } from '../inference/views'
import type { View } from '../inference/views'
import { decodeBlocks } from './row-blocks'
import { cellCount } from './cells'
import { RowStore } from './row-store'

export interface CacheShape {
  /** Names the network, hash included, so that another network never finds these rows. */
  readonly backbone: string
  /** Side in pixels that pictures were squeezed to. */
  readonly side: number
  /** Channels of the feature map. */
  readonly channels: number
  /** Positions of one feature map, h * w. */
  readonly positions: number
}

/** What a person should know before keeping whole maps. */
export interface CacheBytes {
  readonly pooled: number
  readonly maps: number
  readonly cells: number
}

/** Views that are pooled, and those whose maps are kept too. */
export interface WantedViews {
  readonly views: readonly View[]
  readonly maps: readonly View[]
  /** Whether a few cells of the plain view's map are kept. */
  readonly cells?: boolean
}

/** Bytes on disk for so many images. */
export function estimateCache(
  images: number,
  { channels, positions }: CacheShape,
  { views, maps, cells }: WantedViews,
): CacheBytes {
  const squares = views.reduce((sum, view) => sum + squaresOf(view), 0)
  return {
    pooled: images * squares * channels * 2 * 2,
    maps: images * maps.length * channels * positions * 2,
    cells: cells ? images * channels * cellCount(positions) * 2 : 0,
  }
}

/** The shape of a backbone's features of pictures squeezed to `side`. */
export function cacheShape({ cacheId, channels, stride }: BackboneShape, side: number): CacheShape {
  return { backbone: cacheId, side, channels, positions: Math.ceil(side / stride) ** 2 }
}

/** Raised when pictures come to a network in another way: rows of both ways would not be comparable. */
const WAY = 2

const folderOf = (featuresDirectory: string, { backbone, side }: CacheShape) =>
  join(featuresDirectory, `${backbone}-${side}-${WAY}`)

const pooledName = (view: View, side: number) =>
  view === 'plain' ? 'pooled' : `pooled-${view}-${sideOf(view, side)}`

const mapName = (view: View) => (view === 'plain' ? 'map' : `map-${view}`)

/** How many images have pooled rows, or maps, of a view: by the index alone, which is quick. */
export async function countCached(
  featuresDirectory: string,
  shape: CacheShape,
  { view, maps = false }: { view: View; maps?: boolean },
): Promise<number> {
  const name = maps ? mapName(view) : pooledName(view, shape.side)
  try {
    const index = await readFile(join(folderOf(featuresDirectory, shape), `${name}.idx`))
    return new Set(decodeBlocks(index).blocks.flatMap(({ ids }) => Array.from(ids))).size
  } catch (error) {
    if (errnoCode(error) === 'ENOENT') return 0
    throw error
  }
}

/**
 * Features of a project's images by one backbone at one resolution, float16 on disk. Of each view pooled
 * rows [2C] (mean, then GeM), or [R, 2C] for one of R tiles; when asked for, map rows [positions, C] too.
 */
export class FeatureCache {
  readonly shape: CacheShape
  /** Of the plain view. */
  readonly pooled: RowStore
  private readonly directory: string
  private readonly opened = new Map<string, Promise<RowStore>>()

  private constructor(directory: string, shape: CacheShape, pooled: RowStore) {
    this.directory = directory
    this.shape = shape
    this.pooled = pooled
  }

  /** Opens or makes the cache below a project's `features` folder; every pooled row is verified. */
  static async open(featuresDirectory: string, shape: CacheShape): Promise<FeatureCache> {
    const directory = folderOf(featuresDirectory, shape)
    const base = join(directory, pooledName('plain', shape.side))
    const pooled = await RowStore.open(base, 2 * shape.channels, true)
    return new FeatureCache(directory, shape, pooled)
  }

  /** Pooled rows of a view; opened or made when first asked for. */
  async rows(view: View): Promise<RowStore> {
    if (view === 'plain') return this.pooled
    const length = squaresOf(view) * 2 * this.shape.channels
    return this.store(pooledName(view, this.shape.side), length, true)
  }

  /** Rows of whole maps [positions, C]; opened or made when first asked for. */
  async maps(view: View = 'plain'): Promise<RowStore> {
    const length = this.shape.positions * this.shape.channels
    return this.store(mapName(view), length, false)
  }

  /** Rows of the plain view's cells [cells, C] (see `cells.ts`); opened or made when first asked for. */
  async cells(): Promise<RowStore> {
    const { positions, channels } = this.shape
    return this.store('cells', cellCount(positions) * channels, false)
  }

  async close(): Promise<void> {
    await this.pooled.close()
    for (const store of this.opened.values()) await (await store).close()
  }

  private store(name: string, length: number, verify: boolean): Promise<RowStore> {
    const known = this.opened.get(name)
    if (known) return known
    const opening = RowStore.open(join(this.directory, name), length, verify)
    this.opened.set(name, opening)
    opening.catch(() => this.opened.delete(name))
    return opening
  }
}
