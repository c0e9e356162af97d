import type { ImagePoint } from '@contract/ids'

export interface SketchLine {
  readonly points: readonly ImagePoint[]
  readonly closed: boolean
  /** Each corner has a handle. */
  readonly corners: boolean
  /** Pointing at what does not belong. */
  readonly negative: boolean
}

/** A name above what it belongs to. */
export interface SketchTag {
  readonly at: ImagePoint
  readonly text: string
  readonly colour: string
}

/** What is being pointed at or drawn, over picture and masks; the same size however near one looks. */
export interface Sketch {
  readonly points: readonly { readonly at: ImagePoint; readonly positive: boolean }[]
  readonly lines: readonly SketchLine[]
  readonly tags: readonly SketchTag[]
  /** Where the arrow keys point. */
  readonly crosshair: ImagePoint | null
}

/** A rectangle as a line around it. */
export function boxLine(box: {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}): SketchLine {
  const { x0, y0, x1, y1 } = box
  const points = [
    { x: x0, y: y0 },
    { x: x1, y: y0 },
    { x: x1, y: y1 },
    { x: x0, y: y1 },
  ]
  return { points, closed: true, corners: false, negative: false }
}
