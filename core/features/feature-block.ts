import type { View } from '../inference/views'
import type { FeatureCache } from './feature-cache'
import type { ViewRows } from './looker'

/** Rows of one view, each image's one after the other. */
interface Gathered {
  readonly ids: number[]
  readonly rows: ViewRows[]
}

/** Features on their way to the disk: gathered over some batches, then written as one block a view. */
export class FeatureBlock {
  private readonly cache: FeatureCache
  private gathered = new Map<View, Gathered>()
  private images = 0

  constructor(cache: FeatureCache) {
    this.cache = cache
  }

  /** How many images it holds. */
  get size(): number {
    return this.images
  }

  add(id: number, rows: readonly ViewRows[]): void {
    for (const one of rows) {
      const view = this.gathered.get(one.view) ?? { ids: [], rows: [] }
      this.gathered.set(one.view, view)
      view.ids.push(id)
      view.rows.push(one)
    }
    this.images++
  }

  /** Writes what was gathered; it is durable when this resolves. Throws DISK_FULL. */
  async write(): Promise<void> {
    const blocks = this.gathered
    this.gathered = new Map()
    this.images = 0
    for (const [view, { ids, rows }] of blocks) {
      const maps = rows.flatMap(({ map }) => (map ? [map] : []))
      const cells = rows.flatMap((one) => (one.cells ? [one.cells] : []))
      if (maps.length > 0) await (await this.cache.maps(view)).append(ids, joined(maps))
      if (cells.length > 0) await (await this.cache.cells()).append(ids, joined(cells))
      const pooled = await this.cache.rows(view)
      await pooled.append(ids, joined(rows.map((one) => one.pooled)))
    }
  }
}

/** Equally long rows as one array. */
function joined(rows: readonly Uint16Array[]): Uint16Array {
  const length = rows[0]?.length ?? 0
  const all = new Uint16Array(rows.length * length)
  for (const [i, row] of rows.entries()) all.set(row, i * length)
  return all
}
