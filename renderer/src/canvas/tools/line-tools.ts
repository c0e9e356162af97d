import type { ImagePoint } from '@contract/ids'
import type { PicturePoint } from '../coordinates'
import type { CanvasTool, Press } from '../tool'
import { clamped, hitCorner, hitSide, isWithin } from './places'
import type { ToolPort } from './tool-port'

/** Lines are kept as fine as this many CSS pixels. */
const FINE = 2

/** Something that is drawn from press to release as one line. */
function lineTool(
  port: ToolPort,
  ring: () => number,
  done: (points: readonly ImagePoint[], positive: boolean) => void,
): CanvasTool {
  let points: ImagePoint[] = []
  let positive = true
  let last: PicturePoint | null = null

  const show = () => {
    port.draft.stretch(points.length === 0 ? null : { kind: 'line', points: [...points], positive })
  }
  return {
    ring,
    press: ({ at, other }: Press) => {
      positive = !other && !port.negative()
      last = at
      points = [clamped(at, port.picture)]
      show()
    },
    drag: (at, scale) => {
      if (last === null || Math.hypot(at.x - last.x, at.y - last.y) * scale < FINE) return
      last = at
      points.push(clamped(at, port.picture))
      show()
    },
    release: () => {
      const drawn = points
      points = []
      last = null
      port.draft.stretch(null)
      if (drawn.length > 0) done(drawn, positive)
    },
    cancel: () => {
      points = []
      last = null
      show()
    },
    hover: () => undefined,
  }
}

/** A line around something; the right button or Shift cuts it out instead. */
export function freehandTool(port: ToolPort): CanvasTool {
  return lineTool(
    port,
    () => 0,
    (points, positive) => {
      const { mode } = port.draft.state
      if (points.length < 3) return
      port.draft.fill(points, positive ? mode : 'subtract')
    },
  )
}

/** Strokes that lie on the thing, or beside it. */
export function scribbleTool(port: ToolPort): CanvasTool {
  return lineTool(port, port.radius, (points, positive) => {
    const width = Math.min(1, (2 * port.radius()) / port.picture.width)
    port.draft.addStroke({ points: [...points], positive, width })
  })
}

interface HeldCorner {
  readonly ring: number | null
  readonly corner: number
  moved: boolean
}

/** Corners one after the other; those that are there can be moved, taken away and set between. */
export function polygonTool(port: ToolPort): CanvasTool {
  let held: HeldCorner | null = null
  let fresh: ImagePoint | null = null

  const cornerAt = (at: PicturePoint, scale: number): HeldCorner | null => {
    const { path, rings } = port.draft.state
    for (const [ring, corners] of lines(path, rings)) {
      const corner = hitCorner(corners, at, port.picture, scale)
      if (corner >= 0) return { ring, corner, moved: false }
    }
    return null
  }
  const sideAt = (at: PicturePoint, scale: number): HeldCorner | null => {
    for (const [ring, corners] of (port.draft.state.rings ?? []).entries()) {
      const side = hitSide(corners, at, port.picture, scale)
      if (side >= 0) return { ring, corner: side + 1, moved: false }
    }
    return null
  }
  const pressOnLine = (press: Press): boolean => {
    const place = clamped(press.at, port.picture)
    const corner = cornerAt(press.at, press.scale)
    if (corner !== null && press.other) port.draft.removeCorner(corner.ring, corner.corner)
    else if (corner !== null) held = corner
    else {
      const side = sideAt(press.at, press.scale)
      if (side?.ring == null) return false
      port.draft.insertCorner(side.ring, side.corner, place)
      held = { ...side, moved: true }
    }
    return true
  }
  const reset = () => {
    held = null
    fresh = null
  }

  return {
    ring: () => 0,
    press: (press) => {
      reset()
      if (pressOnLine(press) || press.other || !isWithin(press.at, port.picture)) return
      if (port.draft.state.rings === null) fresh = clamped(press.at, port.picture)
    },
    drag: (at) => {
      if (held === null) return
      port.draft.moveCorner(held.ring, held.corner, clamped(at, port.picture), !held.moved)
      held.moved = true
    },
    release: () => {
      const closes = held?.ring === null && held.corner === 0 && !held.moved
      if (closes) port.draft.closePath()
      else if (fresh !== null) port.draft.addCorner(fresh)
      reset()
    },
    cancel: reset,
    hover: () => undefined,
  }
}

/** The open line first: it lies on top. */
function lines(
  path: readonly ImagePoint[],
  rings: readonly (readonly ImagePoint[])[] | null,
): (readonly [number | null, readonly ImagePoint[]])[] {
  return [[null, path], ...(rings ?? []).map((ring, index) => [index, ring] as const)]
}
