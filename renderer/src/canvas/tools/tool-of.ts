import type { CanvasTool } from '../tool'
import { brushTool } from './brush-tool'
import { freehandTool, polygonTool, scribbleTool } from './line-tools'
import { pointTool } from './point-tool'
import { selectTool } from './select-tool'
import type { ToolId, ToolPort } from './tool-port'

const makers: Record<ToolId, (port: ToolPort) => CanvasTool> = {
  select: selectTool,
  point: (port) => pointTool(port, false),
  box: (port) => pointTool(port, true),
  polygon: polygonTool,
  freehand: freehandTool,
  brush: (port) => brushTool(port, false),
  eraser: (port) => brushTool(port, true),
  scribble: scribbleTool,
}

export function toolOf(id: ToolId, port: ToolPort): CanvasTool {
  return makers[id](port)
}
