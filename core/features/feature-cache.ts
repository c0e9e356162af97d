import { join } from 'node:path'
import type { Backbone } from '../inference/backbones'
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
}

/** Bytes on disk for so many images. */
export function estimateCache(images: number, { channels, positions }: CacheShape): CacheBytes {
  return { pooled: images * channels * 2 * 2, maps: images * channels * positions * 2 }
}

/** The shape of a backbone's features of pictures squeezed to `side`. */
export function cacheShape(
  backbone: Pick<Backbone, 'cacheId' | 'channels' | 'stride'>,
  side: number,
): CacheShape {
  const { cacheId, channels, stride } = backbone
  return { backbone: cacheId, side, channels, positions: Math.ceil(side / stride) ** 2 }
}

/**
 * Features of a project's images by one backbone at one resolution, float16 on disk:
 * pooled rows [2C] (mean, then GeM) and, when asked for, map rows [positions, C].
 */
export class FeatureCache {
  readonly shape: CacheShape
  readonly pooled: RowStore
  private readonly directory: string
  private mapRows: RowStore | null = null

  private constructor(directory: string, shape: CacheShape, pooled: RowStore) {
    this.directory = directory
    this.shape = shape
    this.pooled = pooled
  }

  /** Opens or makes the cache below a project's `features` folder; every pooled row is verified. */
  static async open(featuresDirectory: string, shape: CacheShape): Promise<FeatureCache> {
    const directory = join(featuresDirectory, `${shape.backbone}-${shape.side}`)
    const pooled = await RowStore.open(join(directory, 'pooled'), 2 * shape.channels, true)
    return new FeatureCache(directory, shape, pooled)
  }

  /** Rows of whole maps [positions, C]; opened or made when first asked for. */
  async maps(): Promise<RowStore> {
    const length = this.shape.positions * this.shape.channels
    this.mapRows ??= await RowStore.open(join(this.directory, 'map'), length, false)
    return this.mapRows
  }

  async close(): Promise<void> {
    await this.pooled.close()
    await this.mapRows?.close()
  }
}
