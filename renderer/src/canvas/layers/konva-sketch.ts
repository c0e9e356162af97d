import Konva from 'konva'
import type { ImagePoint } from '@contract/ids'
import type { ScreenPoint, Size } from '../coordinates'
import { fromImagePoint } from '../coordinates'
import type { Sketch, SketchLine, SketchTag } from '../sketch'
import type { Viewport } from '../viewport'
import { toScreen } from '../viewport'

const POINT = 6
const CORNER = 4
const CROSS = 14
const TAG = 18
/** Between white and black every one of these shows on any picture; their shapes differ too. */
const yes = '#1b9e4b'
const no = '#d0342c'

/** Draws what is being pointed at with a few nodes that are made anew for every change. */
export function drawSketch(
  group: Konva.Group,
  sketch: Sketch | null,
  view: Viewport,
  size: Size,
): void {
  group.destroyChildren()
  if (sketch === null) return
  const place = (point: ImagePoint): ScreenPoint => toScreen(fromImagePoint(point, size), view)
  for (const tag of sketch.tags) group.add(tagNode(tag, place(tag.at)))
  for (const line of sketch.lines) group.add(...lineNodes(line, line.points.map(place)))
  for (const { at, positive } of sketch.points) group.add(pointNode(place(at), positive))
  if (sketch.crosshair !== null) group.add(...crossNodes(place(sketch.crosshair)))
}

function lineNodes(line: SketchLine, places: readonly ScreenPoint[]): Konva.Shape[] {
  const points = places.flatMap(({ x, y }) => [x, y])
  const closed = line.closed
  const shapes: Konva.Shape[] = [
    new Konva.Line({ points, closed, stroke: '#000000', strokeWidth: 3.5, opacity: 0.55 }),
    new Konva.Line({
      ...{ points, closed, stroke: line.negative ? '#ffb4ae' : '#ffffff', strokeWidth: 1.5 },
      dash: line.negative ? [5, 4] : [],
    }),
  ]
  if (!line.corners) return shapes
  const size = 2 * CORNER
  return [
    ...shapes,
    ...places.map(
      ({ x, y }) =>
        new Konva.Rect({
          ...{ x: x - CORNER, y: y - CORNER, width: size, height: size },
          ...{ fill: '#ffffff', stroke: '#000000', strokeWidth: 1 },
        }),
    ),
  ]
}

/** White on black with the colour beside it, readable on any picture. */
function tagNode({ text, colour }: SketchTag, { x, y }: ScreenPoint): Konva.Group {
  const group = new Konva.Group({ x, y: Math.max(0, y - TAG - 2) })
  const words = new Konva.Text({
    ...{ text, x: 9, y: 3, fontSize: 12, lineHeight: 1, fill: '#ffffff', wrap: 'none' },
    fontFamily: 'Inter Variable, system-ui, sans-serif',
  })
  group.add(
    new Konva.Rect({ width: words.width() + 15, height: TAG, fill: '#16181b', opacity: 0.86 }),
    new Konva.Rect({ width: 4, height: TAG, fill: colour }),
    words,
  )
  return group
}

/** A disc with a plus for what belongs, a ring with a minus for what does not. */
function pointNode({ x, y }: ScreenPoint, positive: boolean): Konva.Group {
  const group = new Konva.Group({ x, y })
  const stroke = { stroke: '#ffffff', strokeWidth: 2 }
  group.add(
    new Konva.Circle({ radius: POINT + 1.5, stroke: '#000000', strokeWidth: 1 }),
    new Konva.Circle({ radius: POINT, fill: positive ? yes : no, ...stroke }),
    new Konva.Line({ points: [-3, 0, 3, 0], ...stroke, strokeWidth: 1.5 }),
  )
  if (positive) group.add(new Konva.Line({ points: [0, -3, 0, 3], ...stroke, strokeWidth: 1.5 }))
  return group
}

function crossNodes({ x, y }: ScreenPoint): Konva.Shape[] {
  const arms = [
    [x - CROSS, y, x - 3, y],
    [x + 3, y, x + CROSS, y],
    [x, y - CROSS, x, y - 3],
    [x, y + 3, x, y + CROSS],
  ]
  return arms.flatMap((points) => [
    new Konva.Line({ points, stroke: '#000000', strokeWidth: 4 }),
    new Konva.Line({ points, stroke: '#ffffff', strokeWidth: 2 }),
  ])
}
