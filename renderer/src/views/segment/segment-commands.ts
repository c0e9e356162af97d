import type { ClassId } from '@contract/ids'
import type { SegmentState } from '@contract/segments'

/** What can be done in Segment, whether by a key or by a button. */
export interface SegmentCommands {
  readonly keep: () => Promise<void>
  readonly keepAll: () => Promise<void>
  /** One step back to nothing: pieces, then the draft, then the crosshair, then the choice. */
  readonly clear: () => void
  readonly give: (label: ClassId) => Promise<void>
  readonly judge: (state: SegmentState) => Promise<void>
  readonly edit: () => void
  readonly merge: () => Promise<void>
  readonly split: () => Promise<void>
  readonly remove: () => Promise<void>
  readonly copyOn: () => Promise<void>
  readonly zoomTo: () => void
  readonly everything: () => Promise<void>
  readonly everythingAll: () => Promise<void>
  readonly undo: () => Promise<void>
  readonly redo: () => Promise<void>
}
