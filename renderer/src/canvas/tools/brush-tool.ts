import type { CanvasTool } from '../tool'
import { clamped } from './places'
import type { ToolPort } from './tool-port'

/** Paints pixels or wipes them away; the right button or Shift does the other of the two. */
export function brushTool(port: ToolPort, wipes: boolean): CanvasTool {
  let value: 0 | 1 | null = null
  const radius = () => (port.radius() * port.draft.grid.width) / port.picture.width

  return {
    ring: port.radius,
    press: ({ at, other }) => {
      value = wipes !== (other || port.negative()) ? 0 : 1
      port.draft.brushDown(clamped(at, port.picture), radius(), value)
    },
    drag: (at) => {
      if (value !== null) port.draft.brushTo(clamped(at, port.picture), radius(), value)
    },
    release: () => {
      value = null
      port.draft.brushUp()
    },
    cancel: () => {
      // What is painted is there already; one undo takes it back.
      value = null
      port.draft.brushUp()
    },
    hover: () => undefined,
  }
}
