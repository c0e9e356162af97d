import type { MessageKey } from '@/i18n/text'

/** Where an action works; also its heading in the overview of keys. */
export const actionScopes = [
  'everywhere',
  'project',
  'start',
  'new',
  'label',
  'grid',
  'canvas',
  'sweep',
  'audit',
  'image',
  'segment',
  'classes',
  'train',
  'insights',
  'export',
  'settings',
] as const
export type ActionScope = (typeof actionScopes)[number]

/** One thing that a person can do: the palette, the keys and their overview read the same record. */
export interface Action {
  /** Unique, verb first: `commit-page`. */
  readonly id: string
  /** Its name; `titleParams` fills the gaps. */
  readonly titleKey: MessageKey
  readonly titleParams?: () => Record<string, string | number>
  /**
   * Single presses as tinykeys writes them: `a`, `$mod+Enter`, `[Shift]+?`, `Shift+Digit1`.
   * Position keys by `event.code`, letters by `event.key`.
   */
  readonly keys?: readonly string[]
  /** Whether it can be done now; asked at every press. */
  readonly enabled?: () => boolean
  readonly run: (event?: KeyboardEvent) => void | Promise<void>
  /** Left out of the palette: it makes sense only under a key (moving, say). */
  readonly onlyByKey?: boolean
  /** Left out of the overview: one of many alike (class keys). */
  readonly unlisted?: boolean
  /** Works on while the key is held down. */
  readonly repeats?: boolean
  /** Works while an input has the focus; only for chords that no input uses. */
  readonly inInputs?: boolean
}

export interface RegisteredAction extends Action {
  readonly scope: ActionScope
}
