import type { KeyPreset } from '@contract/app'

/** Keys of one set by action; an action that is not named keeps its own. */
export type KeyTable = Readonly<Record<string, readonly string[]>>

// Only what these tools really have a key for; where a letter moves there, what it did here goes aside.

/** F and D go on and back; the number keys give labels as they do here. */
const cvat: KeyTable = {
  'next-image': ['f'],
  'previous-image': ['d'],
  'image-next': ['f'],
  'image-before': ['d'],
  fit: ['Shift+f'],
  'segment-next': ['f'],
  'segment-before': ['d'],
  'tool-freehand': ['Shift+d'],
  'segment-keep': ['Enter', 'Shift+n'],
}

/** D and A go on and back, so that accepting moves to Enter and Y. */
const labelme: KeyTable = {
  'next-image': ['d'],
  'previous-image': ['a'],
  'next-todo': ['$mod+ArrowRight', '$mod+Shift+d'],
  'image-next': ['d'],
  'image-before': ['a'],
  accept: ['Enter', 'y'],
  fit: ['$mod+f'],
  'segment-next': ['d'],
  'segment-before': ['a'],
  'tool-freehand': ['Shift+d'],
  'segment-accept': ['u'],
}

/** Ctrl with arrows goes through the tasks, Ctrl+Enter submits, Ctrl+Space skips. */
const labelStudio: KeyTable = {
  'next-image': ['$mod+ArrowRight'],
  'previous-image': ['$mod+ArrowLeft'],
  'next-todo': ['$mod+Shift+ArrowRight'],
  'confirm-offer': ['Enter', '$mod+Enter'],
  'skip-image': ['s', '$mod+Space'],
  'image-next': ['$mod+ArrowRight'],
  'image-before': ['$mod+ArrowLeft'],
  accept: ['a', '$mod+Enter'],
  'segment-next': ['$mod+ArrowRight'],
  'segment-before': ['$mod+ArrowLeft'],
  'segment-keep': ['Enter', '$mod+Enter'],
}

/** A accepts, X rejects as here; Delete takes back too, and H shows the keys. */
const prodigy: KeyTable = {
  'confirm-offer': ['Enter', 'a'],
  'label-undo': ['Backspace', 'Delete', '$mod+z'],
  'sweep-undo': ['Backspace', 'Delete', '$mod+z'],
  'image-undo': ['Backspace', 'Delete', '$mod+z'],
  'show-keys': ['h', '[Shift]+?'],
  'masks-visible': ['t'],
}

export const presets: Readonly<Record<KeyPreset, KeyTable>> = {
  default: {},
  cvat,
  labelme,
  'label-studio': labelStudio,
  prodigy,
}
