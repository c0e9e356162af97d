import type { Dice } from './dice'
import type { Mood } from './moods'

/** Where a thing stands, floats, flies or hangs. */
export type Surface = 'ground' | 'sand' | 'road' | 'water' | 'sky' | 'floor' | 'table' | 'ceiling'

export interface Setting {
  surface: Surface
  mood: Mood
}

/**
 * A thing drawn with its foot in the middle of (0, 0) and y growing downwards, in units of which a
 * grown person is 100 tall.
 */
export interface Drawing {
  svg: string
  width: number
  height: number
  /** Half the width of its shadow on the ground; 0 for none. */
  shadow: number
  /** Where it shines in the dark. */
  glow?: { x: number; y: number; radius: number }
}

export type Draw = (dice: Dice, setting: Setting) => Drawing
