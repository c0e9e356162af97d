import type { Backbone } from '../inference/backbones'
import { encodeFloat16 } from '../kernel/float16'
import type { FeatureCache } from './feature-cache'
import { channelsLast, poolMap } from './pooling'

export interface ReadableImage {
  readonly image: { readonly id: number }
  /** [3, side, side] */
  readonly pixels: Float32Array
}

/** Features on their way to the disk: gathered over some batches, then written as one block. */
export class FeatureBlock {
  private readonly backbone: Backbone
  private readonly cache: FeatureCache
  private readonly keepMaps: boolean
  private ids: number[] = []
  private pooled: Float32Array[] = []
  private maps: Float32Array[] = []

  constructor(backbone: Backbone, cache: FeatureCache, keepMaps: boolean) {
    this.backbone = backbone
    this.cache = cache
    this.keepMaps = keepMaps
  }

  get size(): number {
    return this.ids.length
  }

  /** Runs the network on a batch; blocks the thread meanwhile. */
  async add(batch: readonly ReadableImage[]): Promise<void> {
    const { side, channels } = this.cache.shape
    const pixels = new Float32Array(batch.length * 3 * side * side)
    for (const [i, image] of batch.entries()) pixels.set(image.pixels, i * 3 * side * side)
    const { data } = await this.backbone.featureMaps(pixels, batch.length, side)
    const mapLength = data.length / batch.length
    for (const [i, { image }] of batch.entries()) {
      const map = data.subarray(i * mapLength, (i + 1) * mapLength)
      const pooled = new Float32Array(2 * channels)
      poolMap(map, channels, pooled)
      this.ids.push(image.id)
      this.pooled.push(pooled)
      if (this.keepMaps) this.maps.push(channelsLast(map, channels))
    }
  }

  /** Writes what was gathered; it is durable when this resolves. Throws DISK_FULL. */
  async write(): Promise<void> {
    if (this.ids.length === 0) return
    const [ids, pooled, maps] = [this.ids, this.pooled, this.maps]
    ;[this.ids, this.pooled, this.maps] = [[], [], []]
    if (this.keepMaps) await (await this.cache.maps()).append(ids, halvesOf(maps))
    await this.cache.pooled.append(ids, halvesOf(pooled))
  }
}

/** Equally long rows as one array of half-precision bits. */
function halvesOf(rows: readonly Float32Array[]): Uint16Array {
  const length = rows[0]?.length ?? 0
  const halves = new Uint16Array(rows.length * length)
  for (const [i, row] of rows.entries()) halves.set(encodeFloat16(row), i * length)
  return halves
}
