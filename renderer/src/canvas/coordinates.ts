import type { ImagePoint } from '@contract/ids'

/** CSS pixels from the upper left corner of the stage. */
export interface ScreenPoint {
  readonly space: 'screen'
  readonly x: number
  readonly y: number
}

/** Pixels of the upright picture, fractions allowed. */
export interface PicturePoint {
  readonly space: 'picture'
  readonly x: number
  readonly y: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

export function screenPoint(x: number, y: number): ScreenPoint {
  return { space: 'screen', x, y }
}

export function picturePoint(x: number, y: number): PicturePoint {
  return { space: 'picture', x, y }
}

/** Fractions of the picture's size, or null when the point lies outside of it. */
export function toImagePoint(point: PicturePoint, picture: Size): ImagePoint | null {
  const x = point.x / picture.width
  const y = point.y / picture.height
  return x >= 0 && x <= 1 && y >= 0 && y <= 1 ? { x, y } : null
}

export function fromImagePoint(point: ImagePoint, picture: Size): PicturePoint {
  return picturePoint(point.x * picture.width, point.y * picture.height)
}

export function distance(a: ScreenPoint, b: ScreenPoint): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
