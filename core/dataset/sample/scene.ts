import type { Dice } from './dice'
import type { Mood } from './moods'
import type { Draw, Surface } from './thing'

export const pictureWidth = 480
export const pictureHeight = 360

/** A strip of the picture that things stand in: the lower in it, the nearer and larger. */
export interface Zone {
  surface: Surface
  /** y of a foot, in pixels, at the far and the near edge. */
  far: number
  near: number
  /** Pixels a unit at both edges. */
  farScale: number
  nearScale: number
  left?: number
  right?: number
}

/** What may appear in a scene, and how often compared with the others. */
export interface Role {
  /** Names of classes; none for a thing that only fills the picture. */
  classes: readonly string[]
  draw: Draw
  zone: Zone
  weight: number
  /** How many at most. */
  most?: number
  /** Not seen in snow. */
  warm?: boolean
}

export interface Scene {
  name: string
  /** Everything behind the things, with its own gradient definitions. */
  backdrop: (dice: Dice, mood: Mood) => string
  roles: readonly Role[]
  props: readonly Role[]
  /** Indoors a veil is lighter and nothing shines from the sky. */
  indoors: boolean
  /** Never seen in snow. */
  warm?: boolean
}

export function role(name: string, draw: Draw, zone: Zone, weight: number, most = 1): Role {
  return { classes: [name], draw, zone, weight, most }
}

/** The same role, but not in snow. */
export function warm(one: Role): Role {
  return { ...one, warm: true }
}

export function prop(draw: Draw, zone: Zone, weight = 1): Role {
  return { classes: [], draw, zone, weight }
}

export function zone(
  surface: Surface,
  [far, near]: [number, number],
  [farScale, nearScale]: [number, number],
  [left, right]: [number, number] = [10, pictureWidth - 10],
): Zone {
  return { surface, far, near, farScale, nearScale, left, right }
}
