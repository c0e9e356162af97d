import { nextFrame } from './after-frame'
import { gridOf, isVisible, tilesOf } from './tiles'

export interface Scrolling {
  /** Milliseconds of each frame. */
  readonly frames: number[]
  /** Tiles that were in sight for longer than the bound without their picture. */
  readonly blank: number
  /** Tiles that came into sight. */
  readonly seen: number
}

/** Scrolls the grid evenly for a time, as a wheel that is kept turning. */
export async function scroll(
  pixelsASecond: number,
  ms: number,
  blankAfter: number | null,
): Promise<Scrolling> {
  const grid = gridOf()
  if (grid === null) throw new Error('There is no grid to scroll.')
  const watch = blankAfter === null ? null : new BlankWatch(blankAfter)
  const frames: number[] = []
  const start = await nextFrame()
  let last = start
  while (last - start < ms) {
    const now = await nextFrame()
    frames.push(now - last)
    grid.scrollTop += (pixelsASecond * (now - last)) / 1000
    watch?.look(grid, now)
    last = now
  }
  return { frames, blank: watch?.blank ?? 0, seen: watch?.seen ?? 0 }
}

/** For how long tiles in sight have had no picture. */
class BlankWatch {
  readonly #after: number
  readonly #since = new Map<string, number>()
  readonly #late = new Set<string>()
  readonly #seen = new Set<string>()

  constructor(after: number) {
    this.#after = after
  }

  get blank(): number {
    return this.#late.size
  }

  get seen(): number {
    return this.#seen.size
  }

  look(grid: HTMLElement, now: number): void {
    const edge = grid.getBoundingClientRect()
    for (const tile of tilesOf(grid)) {
      const box = tile.getBoundingClientRect()
      if (box.bottom < edge.top || box.top > edge.bottom) continue
      this.#note(tile.dataset['index'] ?? '', isVisible(tile), now)
    }
  }

  #note(name: string, visible: boolean, now: number): void {
    this.#seen.add(name)
    const since = this.#since.get(name) ?? now
    if (visible) this.#since.delete(name)
    else this.#since.set(name, since)
    if (!visible && now - since > this.#after) this.#late.add(name)
  }
}
