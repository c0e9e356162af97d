import type { ImagePoint } from '@contract/ids'
import type { PicturePoint, Size } from '../coordinates'

/** A hand trembles this many CSS pixels during a click. */
const TREMBLE = 4
/** A handle is hit this many CSS pixels around its middle. */
const REACH = 9

/** Fractions of the picture; what lies outside is moved to its edge. */
export function clamped(at: PicturePoint, picture: Size): ImagePoint {
  return { x: unit(at.x / picture.width), y: unit(at.y / picture.height) }
}

function unit(value: number): number {
  return Math.min(1, Math.max(0, value))
}

export function isWithin(at: PicturePoint, picture: Size): boolean {
  return at.x >= 0 && at.y >= 0 && at.x <= picture.width && at.y <= picture.height
}

export function isDragged(from: PicturePoint, to: PicturePoint, scale: number): boolean {
  return Math.hypot(to.x - from.x, to.y - from.y) * scale > TREMBLE
}

/** Which of these corners is under the pointer; -1 for none. */
export function hitCorner(
  corners: readonly ImagePoint[],
  at: PicturePoint,
  picture: Size,
  scale: number,
): number {
  return corners.findIndex(
    (corner) =>
      Math.hypot(corner.x * picture.width - at.x, corner.y * picture.height - at.y) * scale <=
      REACH,
  )
}

/** Behind which corner of a closed line the pointer lies on the line; -1 for none. */
export function hitSide(
  ring: readonly ImagePoint[],
  at: PicturePoint,
  picture: Size,
  scale: number,
): number {
  return ring.findIndex((corner, index) => {
    const next = ring[(index + 1) % ring.length] ?? corner
    return toSide(corner, next, at, picture) * scale <= REACH / 2
  })
}

/** Picture pixels from a place to a line between two corners. */
function toSide(from: ImagePoint, to: ImagePoint, at: PicturePoint, picture: Size): number {
  const [ax, ay] = [from.x * picture.width, from.y * picture.height]
  const [dx, dy] = [to.x * picture.width - ax, to.y * picture.height - ay]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : unit(((at.x - ax) * dx + (at.y - ay) * dy) / length)
  return Math.hypot(at.x - ax - along * dx, at.y - ay - along * dy)
}
