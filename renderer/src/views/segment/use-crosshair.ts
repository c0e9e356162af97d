import { ref, shallowRef, watch } from 'vue'
import type { ImagePoint } from '@contract/ids'
import type { Size } from '@/canvas/coordinates'
import { fromImagePoint } from '@/canvas/coordinates'
import type { CanvasTool } from '@/canvas/tool'
import type { ToolId } from '@/canvas/tools/tool-port'

/** With these one press does all; the others draw from one press to the next. */
const clicking: readonly ToolId[] = ['select', 'point', 'polygon']

export interface CrosshairScope {
  readonly picture: () => ({ readonly id: number } & Size) | null
  readonly tool: () => CanvasTool | null
  readonly toolId: () => ToolId
  /** CSS pixels per picture pixel. */
  readonly scale: () => number
}

/** A pointer that the arrow keys move: every tool works without a mouse. */
export function useCrosshair(scope: CrosshairScope) {
  const at = shallowRef<ImagePoint | null>(null)
  const isDown = ref(false)

  const place = (point: ImagePoint) => fromImagePoint(point, scope.picture() ?? one)

  function hide(): void {
    if (isDown.value) scope.tool()?.cancel()
    isDown.value = false
    if (at.value !== null) scope.tool()?.hover(null, scope.scale())
    at.value = null
  }

  function toggle(): void {
    if (at.value !== null) hide()
    else if (scope.picture() !== null) at.value = { x: 0.5, y: 0.5 }
  }

  /** By CSS pixels. */
  function move(dx: number, dy: number): void {
    const picture = scope.picture()
    if (at.value === null || picture === null) return
    const unit = (value: number) => Math.min(1, Math.max(0, value))
    at.value = {
      x: unit(at.value.x + dx / scope.scale() / picture.width),
      y: unit(at.value.y + dy / scope.scale() / picture.height),
    }
    if (isDown.value) scope.tool()?.drag(place(at.value), scope.scale())
    else scope.tool()?.hover(place(at.value), scope.scale())
  }

  /** What a button would do: a click, or the beginning or end of a drag. */
  function press(other: boolean): boolean {
    const [tool, point] = [scope.tool(), at.value]
    if (tool === null || point === null) return false
    const scale = scope.scale()
    if (!isDown.value) tool.press({ at: place(point), scale, other, more: false })
    const isClick = clicking.includes(scope.toolId())
    if (isDown.value || isClick) tool.release(place(point), scale)
    isDown.value = !isDown.value && !isClick
    return true
  }

  watch([() => scope.picture()?.id, scope.toolId], ([id], [before]) => {
    isDown.value = false
    if (id !== before) at.value = null
  })
  return { at, isDown, toggle, hide, move, press }
}

const one: Size = { width: 1, height: 1 }
