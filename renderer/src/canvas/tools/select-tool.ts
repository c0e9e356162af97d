import type { CanvasTool } from '../tool'
import { clamped, isWithin } from './places'
import type { ToolPort } from './tool-port'

/** Points at masks that are there. */
export function selectTool(port: ToolPort): CanvasTool {
  let more = false
  return {
    ring: () => 0,
    press: (press) => {
      more = press.more || press.other
    },
    drag: () => undefined,
    release: (at) => {
      if (isWithin(at, port.picture)) port.pick(clamped(at, port.picture), more)
    },
    cancel: () => undefined,
    hover: (at) => {
      port.point(at !== null && isWithin(at, port.picture) ? clamped(at, port.picture) : null)
    },
  }
}
