import { RandomState } from '../kernel/rng'
import { readGrid, readSquare } from './read-square'
import type { PictureSize } from './read-square'
import { cutTiles, mirror } from './square'
import type { Square } from './square'
import { strongView } from './strong-view'
import { gridOf, sideOf } from './views'
import type { View } from './views'

/** What a network is shown of one picture in one view: one square, or its tiles row by row. */
export interface ViewSquares {
  readonly view: View
  readonly squares: readonly Square[]
}

/** Keeps the variants of neighbouring pictures apart. */
const VARIANTS = 16

/**
 * The views of a picture, for a network that sees whole pictures at `side`. The file is decoded once for
 * all views of the whole picture, and once for each grid, which needs more pixels. `seed` names the
 * picture to the strong views. Throws IMAGE_UNREADABLE.
 */
export async function readViews(
  path: string,
  views: readonly View[],
  side: number,
  seed: number,
  size?: PictureSize,
): Promise<ViewSquares[]> {
  const whole = views.some((view) => gridOf(view) === null)
    ? await readSquare(path, side, size)
    : null
  const read: ViewSquares[] = []
  for (const view of views) {
    const edge = gridOf(view)
    if (edge !== null) {
      const tiles = await readGrid(path, edge, edge * sideOf(view, side))
      read.push({ view, squares: cutTiles(tiles, edge) })
    } else if (whole) {
      read.push({ view, squares: [await viewOf(whole, view, seed)] })
    }
  }
  return read
}

function viewOf(whole: Square, view: View, seed: number): Square | Promise<Square> {
  if (view === 'plain') return whole
  if (view === 'mirrored') return mirror(whole)
  // The same every time for a picture and variant.
  return strongView(whole, new RandomState(seed * VARIANTS + Number(view.slice('strong-'.length))))
}
