import type { Backbone } from '../inference/backbones'
import type { ViewSquares } from '../inference/read-views'
import { toPlanes } from '../inference/square'
import type { Square } from '../inference/square'
import type { View } from '../inference/views'
import { encodeFloat16 } from '../kernel/float16'
import { cellsOf, cellWeights } from './cells'
import type { FeatureCache } from './feature-cache'
import { channelsLast, poolMap } from './pooling'

export interface ReadableImage {
  readonly image: { readonly id: number }
  readonly views: readonly ViewSquares[]
}

/** Rows of one view, each image's squares one after the other. */
interface Gathered {
  readonly ids: number[]
  readonly pooled: Float32Array[]
  readonly maps: Float32Array[]
  readonly cells: Float32Array[]
}

/** What is kept beside pooled rows: whole maps of some views, cells of the plain one. */
export interface Kept {
  readonly maps: readonly View[]
  readonly cells: boolean
}

/** Squares that the network is given at once. */
const SQUARES = 16

/** Features on their way to the disk: gathered over some batches, then written as one block a view. */
export class FeatureBlock {
  private readonly backbone: Backbone
  private readonly cache: FeatureCache
  private readonly kept: Kept
  private readonly cellWeights: Float32Array
  private gathered = new Map<View, Gathered>()
  private images = 0

  constructor(backbone: Backbone, cache: FeatureCache, kept: Kept) {
    this.backbone = backbone
    this.cache = cache
    this.kept = kept
    this.cellWeights = cellWeights(cache.shape.positions)
  }

  /** How many images it holds. */
  get size(): number {
    return this.images
  }

  /** Runs the network on a batch; blocks the thread meanwhile. */
  async add(batch: readonly ReadableImage[]): Promise<void> {
    const names = new Set(batch.flatMap(({ views }) => views.map(({ view }) => view)))
    for (const view of names) {
      const shown = batch.flatMap(({ image, views }) => {
        const own = views.find((one) => one.view === view)
        return own ? [{ id: image.id, squares: own.squares }] : []
      })
      await this.addView(view, shown)
    }
    this.images += batch.length
  }

  /** Writes what was gathered; it is durable when this resolves. Throws DISK_FULL. */
  async write(): Promise<void> {
    const blocks = this.gathered
    this.gathered = new Map()
    this.images = 0
    for (const [view, { ids, pooled, maps, cells }] of blocks) {
      if (maps.length > 0) await (await this.cache.maps(view)).append(ids, halvesOf(maps))
      if (cells.length > 0) await (await this.cache.cells()).append(ids, halvesOf(cells))
      await (await this.cache.rows(view)).append(ids, halvesOf(pooled))
    }
  }

  private async addView(
    view: View,
    shown: readonly { id: number; squares: readonly Square[] }[],
  ): Promise<void> {
    const { channels } = this.cache.shape
    const rows = this.gathered.get(view) ?? { ids: [], pooled: [], maps: [], cells: [] }
    this.gathered.set(view, rows)
    const maps = await this.mapsOf(shown.flatMap(({ squares }) => squares))
    for (const { id, squares } of shown) {
      const pooled = new Float32Array(squares.length * 2 * channels)
      for (const [i, map] of maps.splice(0, squares.length).entries()) {
        poolMap(map, channels, pooled.subarray(i * 2 * channels, (i + 1) * 2 * channels))
        if (this.kept.maps.includes(view)) rows.maps.push(channelsLast(map, channels))
        if (this.kept.cells && view === 'plain') {
          rows.cells.push(cellsOf(map, channels, this.cellWeights))
        }
      }
      rows.ids.push(id)
      rows.pooled.push(pooled)
    }
  }

  /** A feature map [C, positions] of each square; all squares have one side. */
  private async mapsOf(squares: readonly Square[]): Promise<Float32Array[]> {
    const maps: Float32Array[] = []
    for (let start = 0; start < squares.length; start += SQUARES) {
      const some = squares.slice(start, start + SQUARES)
      const side = some[0]?.side ?? 0
      const size = 3 * side * side
      const pixels = new Float32Array(some.length * size)
      for (const [i, square] of some.entries())
        toPlanes(square, pixels.subarray(i * size, (i + 1) * size))
      const { data } = await this.backbone.featureMaps(pixels, some.length, side)
      const length = data.length / some.length
      for (let i = 0; i < some.length; i++) maps.push(data.subarray(i * length, (i + 1) * length))
    }
    return maps
  }
}

/** Equally long rows as one array of half-precision bits. */
function halvesOf(rows: readonly Float32Array[]): Uint16Array {
  const length = rows[0]?.length ?? 0
  const halves = new Uint16Array(rows.length * length)
  for (const [i, row] of rows.entries()) halves.set(encodeFloat16(row), i * length)
  return halves
}
