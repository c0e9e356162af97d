import type { Size } from '../coordinates'
import { LiveBitmap } from '../live-bitmap'
import { paintMasks } from './paint-masks'
import type { PaintedMask } from './paint-masks'

/** What the browser's own log of times calls a rebuilding. */
const measureName = 'masks-painted'

/** All masks of a picture as one bitmap, rebuilt whenever one of them looks different. */
export class MaskLayer {
  readonly bitmap: LiveBitmap

  /** `size` is the grid of every mask that is shown on it. */
  constructor(size: Size) {
    this.bitmap = new LiveBitmap(size)
  }

  /** The last one lies on top. */
  show(masks: readonly PaintedMask[]): void {
    const start = performance.now()
    paintMasks(this.bitmap.pixels, this.bitmap.size, masks)
    this.bitmap.refresh()
    performance.clearMeasures(measureName)
    performance.measure(measureName, { start, end: performance.now() })
  }
}
