import type { PicturePoint } from './coordinates'

/** A press on the picture, by a pointer or by a key. */
export interface Press {
  readonly at: PicturePoint
  /** CSS pixels per picture pixel, so that a hand may tremble as much however near one looks. */
  readonly scale: number
  /** The right button, or Shift: what does not belong. */
  readonly other: boolean
  /** Ctrl or Cmd. */
  readonly more: boolean
}

/** What pressing and dragging on the picture does; places may lie outside of it. */
export interface CanvasTool {
  /** Radius of its ring in picture pixels; 0 for a tool without one. */
  readonly ring: () => number
  press(press: Press): void
  /** The pointer moves while it is down. */
  drag(at: PicturePoint, scale: number): void
  release(at: PicturePoint, scale: number): void
  /** The pointer was taken away in the middle of it: nothing half done stays. */
  cancel(): void
  /** The pointer moves over the picture; null when it leaves. */
  hover(at: PicturePoint | null, scale: number): void
}
