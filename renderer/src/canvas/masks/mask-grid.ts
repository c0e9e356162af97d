import { longestMaskSide } from '@contract/segments'
import { gridWithin } from '@mask/grid-within'
import type { Size } from '../coordinates'

/** Finer than this nobody sees an outline on a stage, and it is painted anew at every hover. */
const longestShownSide = 1280

/** The grid that masks of a picture are made on. */
export function maskGrid(picture: Size): Size {
  return gridWithin(picture, longestMaskSide)
}

/** The grid that many masks are painted on together. */
export function shownGrid(picture: Size): Size {
  return gridWithin(picture, longestShownSide)
}
