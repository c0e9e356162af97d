import { darker, lighter } from '../colours'
import type { Dice } from '../dice'
import { circle, ellipse, group, shape, stroke, svg } from '../svg'
import type { Drawing, Setting } from '../thing'

const feathers = ['#f2f0ea', '#5f86b3', '#d2694f', '#6f665f', '#e0b452', '#7d9a6a'] as const

/** A bird: on the wing in the sky, swimming on water, else perched on its legs. */
export function drawBird(dice: Dice, { surface }: Setting): Drawing {
  const colour = dice.pick(feathers)
  if (surface === 'sky') return { svg: flying(dice, colour), width: 52, height: 34, shadow: 0 }
  if (surface === 'water') return { svg: swimming(colour), width: 40, height: 30, shadow: 0 }
  return { svg: perched(dice, colour), width: 36, height: 32, shadow: 11 }
}

function flying(dice: Dice, colour: string): string {
  const up = dice.between(12, 22)
  const body = ellipse(0, -12, 14, 5.5, colour) + circle(13, -15, 5, colour)
  const tail = shape('M-11 -14 L-23 -18 L-21 -10 L-11 -9Z', darker(colour, 0.25))
  const wing = (lean: number, shade: number): string =>
    shape(
      svg`M-6 -14 Q${lean - 8} ${-14 - up} ${lean - 16} ${-16 - up} Q${lean + 4} ${-12 - up} 7 -14Z`,
      darker(colour, shade),
    )
  return wing(14, 0.3) + tail + body + wing(-4, 0.14) + face(13, -15)
}

function swimming(colour: string): string {
  const body = shape('M-20 -12 Q-12 -3 4 -3 Q18 -3 16 -13 Q4 -18 -6 -13 Q-14 -11 -20 -12Z', colour)
  const neck = stroke('M12 -10 Q16 -18 13 -23', colour, 6)
  const wing = shape('M-14 -11 Q-4 -17 7 -11 Q-2 -4 -14 -11Z', darker(colour, 0.2))
  const ripple = stroke('M-24 -1 Q0 3 24 -1', '#ffffff88', 1.6)
  return neck + circle(13, -25, 5.4, darker(colour, 0.3)) + body + wing + face(13, -25) + ripple
}

function perched(dice: Dice, colour: string): string {
  const legs = stroke('M-1 -9 L-2 -1 M4 -9 L4 -1 M-4 -1 L1 -1 M2 -1 L7 -1', '#c98a3f', 1.6)
  const tail = shape('M-9 -14 L-22 -9 L-20 -4 L-6 -10Z', darker(colour, 0.35))
  const body = ellipse(1, -15, 11.5, 8.6, colour) + circle(9, -23, 6.4, colour)
  const breast = ellipse(6, -13.4, 6, 6, lighter(colour, 0.4))
  const wing = shape('M-12 -15 Q-2 -23 6 -15 Q-2 -8 -12 -15Z', darker(colour, 0.22))
  const lean = dice.between(-14, 12)
  return legs + group(svg`rotate(${lean} 0 -12)`, tail, body, breast, wing, face(9, -23))
}

function face(x: number, y: number): string {
  const beak = shape(
    svg`M${x + 4.4} ${y - 2} L${x + 12} ${y + 1} L${x + 4.4} ${y + 2.6}Z`,
    '#e6a03c',
  )
  return beak + circle(x + 1.6, y - 1.2, 1.2, '#26222b')
}
