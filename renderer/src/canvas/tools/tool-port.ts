import type { ImagePoint } from '@contract/ids'
import type { Size } from '../coordinates'
import type { MaskDraft } from '../draft/mask-draft'

export const toolIds = [
  'select',
  'point',
  'box',
  'polygon',
  'freehand',
  'brush',
  'eraser',
  'scribble',
] as const
export type ToolId = (typeof toolIds)[number]

/** What the tools work on. */
export interface ToolPort {
  readonly draft: MaskDraft
  /** The upright picture in pixels. */
  readonly picture: Size
  /** Radius of brush, eraser and scribble in picture pixels. */
  readonly radius: () => number
  /** The next press means what does not belong, whatever the button. */
  readonly negative: () => boolean
  /** Somebody points at a kept mask; `more` adds it to the choice or takes it out. */
  readonly pick: (at: ImagePoint, more: boolean) => void
  /** Where the pointer is while nothing is pressed; null when it left. */
  readonly point: (at: ImagePoint | null) => void
}
