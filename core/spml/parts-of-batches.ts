import { isOutOfMemory } from '../tensor/out-of-memory'

/** How many images go through a network at once, whatever a batch has. */
export type PartSize = {
  readonly size: number
  /** Does work with it; where memory is not enough, again with half of it, down to one image. */
  fitting: <T>(work: (most: number) => T | Promise<T>) => Promise<T>
  /** Takes over the size that an interrupted training had. */
  use?: (size: number) => void
}

/** A head on features: all images of a batch fit. */
export const WHOLE: PartSize = {
  size: Number.POSITIVE_INFINITY,
  fitting: async (work) => work(Number.POSITIVE_INFINITY),
}

/** A size that shrinks where memory is not enough; `tell` hears of it, for it may change the numbers. */
export class ShrinkingPart implements PartSize {
  size: number
  private readonly tell: (note: string) => void

  constructor(size: number, tell: (note: string) => void) {
    this.size = size
    this.tell = tell
  }

  use(size: number): void {
    this.size = size
  }

  async fitting<T>(work: (most: number) => T | Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work(this.size)
      } catch (error) {
        if (this.size <= 1 || !isOutOfMemory(error)) throw error
        this.size = Math.ceil(this.size / 2)
        this.tell(
          `There was not enough memory: from there on ${this.size} pictures go through the network at once.`,
        )
      }
    }
  }
}
