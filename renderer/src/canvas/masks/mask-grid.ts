import { longestMaskSide } from '@contract/segments'
import type { Size } from '../coordinates'

/** Finer than this nobody sees an outline on a stage, and it is painted anew at every hover. */
const longestShownSide = 1280

/** The grid that masks of a picture are made on. */
export function maskGrid(picture: Size): Size {
  return within(picture, longestMaskSide)
}

/** The grid that many masks are painted on together. */
export function shownGrid(picture: Size): Size {
  return within(picture, longestShownSide)
}

function within({ width, height }: Size, longest: number): Size {
  const share = Math.min(1, longest / Math.max(width, height))
  return {
    width: Math.max(1, Math.round(width * share)),
    height: Math.max(1, Math.round(height * share)),
  }
}
