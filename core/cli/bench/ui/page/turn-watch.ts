import { afterFrame, nextFrame } from './after-frame'
import { gridOf, isVisible, sourceOf, tilesOf } from './tiles'

/** Given up after this time. */
const patience = 20_000

/** The pictures of the page in sight, in order. */
export function pageInSight(): string {
  return tilesOf(gridOf()).map(sourceOf).join()
}

/**
 * From the next press of Enter to the frame in which another page stands there with every picture;
 * null when none came.
 */
export async function watchTurn(): Promise<{ shown: number | null; tiles: number }> {
  const before = pageInSight()
  const pressed = await new Promise<number>((resolve) => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Enter') return
      window.removeEventListener('keydown', listen, { capture: true })
      resolve(event.timeStamp)
    }
    window.addEventListener('keydown', listen, { capture: true })
  })
  for (;;) {
    const now = await nextFrame()
    if (now - pressed > patience) return { shown: null, tiles: 0 }
    const tiles = tilesOf(gridOf())
    if (tiles.length === 0 || pageInSight() === before || !tiles.every(isVisible)) continue
    return { shown: (await afterFrame()) - pressed, tiles: tiles.length }
  }
}

/** Resolves with true once every tile of the page in sight can be seen. */
export async function pageIsThere(): Promise<boolean> {
  const start = performance.now()
  for (;;) {
    const now = await nextFrame()
    const tiles = tilesOf(gridOf())
    if (tiles.length > 0 && tiles.every(isVisible)) return true
    if (now - start > patience) return false
  }
}
