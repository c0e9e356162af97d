import { darker, lighter, paints, woods } from '../colours'
import type { Dice } from '../dice'
import { box, circle, shape, stroke } from '../svg'
import type { Drawing } from '../thing'

const sails = ['#fbf6ea', '#f4d9c0', '#e9eef2', '#f1c9b6'] as const

/** A sailing boat, a rowing boat or a small fishing boat. */
export function drawBoat(dice: Dice): Drawing {
  const paint = dice.pick(paints)
  const ripple = stroke('M-70 1 Q-30 5 0 1 Q34 -2 72 2', '#ffffff77', 2.4)
  const kind = dice.whole(0, 2)
  if (kind === 0) return { svg: sailing(dice, paint) + ripple, width: 116, height: 134, shadow: 0 }
  if (kind === 1) return { svg: rowing(dice) + ripple, width: 112, height: 36, shadow: 0 }
  return { svg: fishing(paint) + ripple, width: 136, height: 88, shadow: 0 }
}

function sailing(dice: Dice, paint: string): string {
  const sail = dice.pick(sails)
  const hull = shape('M-56 -22 L58 -22 Q50 2 28 2 L-34 2 Q-50 0 -56 -22Z', paint)
  const band = shape('M-56 -22 L58 -22 L56 -16 L-54 -16Z', lighter(paint, 0.5))
  const main = shape('M4 -126 Q44 -76 46 -32 L4 -30Z', sail)
  const fore = shape('M-4 -116 Q-38 -66 -44 -32 L-4 -30Z', darker(sail, 0.08))
  const flag = shape('M0 -134 L16 -130 L0 -125Z', darker(paint, 0.1))
  return stroke('M0 -20 L0 -132', '#6e4a35', 3.4) + main + fore + flag + hull + band
}

function rowing(dice: Dice): string {
  const wood = dice.pick(woods)
  const inside = shape('M-54 -22 Q0 -30 54 -22 Q0 -14 -54 -22Z', darker(wood, 0.35))
  const hull = shape('M-56 -23 Q0 -13 56 -23 Q46 2 26 2 L-28 2 Q-46 2 -56 -23Z', wood)
  const plank = stroke('M-50 -12 Q0 -4 50 -12', darker(wood, 0.2), 1.6)
  const oar = stroke('M-8 -34 L34 0', lighter(wood, 0.3), 3.2)
  return inside + hull + plank + oar
}

function fishing(paint: string): string {
  const hull = shape('M-66 -26 L48 -26 L68 -36 Q58 3 34 3 L-46 3 Q-62 0 -66 -26Z', paint)
  const band = shape('M-64 -14 L59 -14 L56 -8 L-62 -8Z', '#fbf6ea')
  const cabin = box(-38, -62, 46, 37, '#fbf6ea', 4) + box(-44, -67, 58, 7, darker(paint, 0.15), 3)
  const windows = box(-32, -55, 14, 12, '#8fc1d6', 2) + box(-13, -55, 14, 12, '#8fc1d6', 2)
  const mast = stroke('M28 -26 L28 -84 M28 -78 L58 -36', '#5d6673', 2.4)
  const rings = circle(-50, -18, 4, '#e8894a') + circle(24, -18, 4, '#e8894a')
  return mast + cabin + windows + hull + band + rings
}
