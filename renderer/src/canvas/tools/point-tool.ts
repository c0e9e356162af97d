import type { PicturePoint } from '../coordinates'
import type { PromptBox } from '../draft/draft-state'
import type { CanvasTool, Press } from '../tool'
import { clamped, hitCorner, isDragged, isWithin } from './places'
import type { ToolPort } from './tool-port'

interface Held {
  readonly from: PicturePoint
  readonly positive: boolean
  readonly scale: number
  dragged: boolean
}

/**
 * A click points at what belongs or does not, a drag draws a box around it; with `onlyBox` the
 * corners of the box can be taken again.
 */
export function pointTool(port: ToolPort, onlyBox: boolean): CanvasTool {
  let held: Held | null = null

  const boxTo = (to: PicturePoint, from: PicturePoint): PromptBox => {
    const [a, b] = [clamped(from, port.picture), clamped(to, port.picture)]
    const x = [a.x, b.x].toSorted((one, two) => one - two)
    const y = [a.y, b.y].toSorted((one, two) => one - two)
    return { x0: x[0] ?? 0, y0: y[0] ?? 0, x1: x[1] ?? 1, y1: y[1] ?? 1 }
  }

  /** Dragging a corner of the box moves it: the corner across from it stays. */
  const anchor = ({ at, scale }: Press): PicturePoint => {
    const { box } = port.draft.state
    if (!onlyBox || box === null) return at
    const corners = [
      { x: box.x0, y: box.y0 },
      { x: box.x1, y: box.y0 },
      { x: box.x1, y: box.y1 },
      { x: box.x0, y: box.y1 },
    ]
    const across = corners[(hitCorner(corners, at, port.picture, scale) + 2) % 4]
    const isHit = hitCorner(corners, at, port.picture, scale) >= 0
    if (!isHit || across === undefined) return at
    const { width, height } = port.picture
    return { space: 'picture', x: across.x * width, y: across.y * height }
  }

  return {
    ring: () => 0,
    press: (press) => {
      const positive = !press.other && !port.negative()
      held = { from: anchor(press), positive, scale: press.scale, dragged: false }
      port.point(null)
    },
    drag: (at, scale) => {
      if (held === null || !held.positive) return
      held.dragged ||= isDragged(held.from, at, scale)
      if (held.dragged) port.draft.stretch({ kind: 'box', box: boxTo(at, held.from) })
    },
    release: (at, scale) => {
      const press = held
      held = null
      port.draft.stretch(null)
      if (press === null) return
      const isBox = press.positive && isDragged(press.from, at, scale)
      if (isBox) port.draft.setBox(boxTo(at, press.from))
      else if (isWithin(press.from, port.picture)) {
        port.draft.addPoint(clamped(press.from, port.picture), press.positive)
      }
    },
    cancel: () => {
      held = null
      port.draft.stretch(null)
    },
    hover: (at) => {
      const isThere = at !== null && isWithin(at, port.picture) && !onlyBox
      port.point(isThere ? clamped(at, port.picture) : null)
    },
  }
}
