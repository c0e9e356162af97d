import { darker, paints } from '../colours'
import type { Dice } from '../dice'
import { circle, group, ring, shape, stroke, svg } from '../svg'
import type { Drawing } from '../thing'

/** A bicycle leaning on its stand, sometimes with a basket. */
export function drawBicycle(dice: Dice): Drawing {
  const paint = dice.pick(paints)
  const tyre = '#34363f'
  const wheels = [-32, 32].map((x) => wheel(x, tyre)).join('')
  const frame = stroke(
    'M-32 -23 L-12 -52 L22 -50 L0 -22 L-32 -23 M-12 -52 L0 -22 M22 -50 L32 -23',
    paint,
    4.4,
  )
  const bar = dice.chance(0.5)
    ? stroke('M22 -50 L18 -64 L30 -66', darker('#8b95a1'), 3.4)
    : stroke('M22 -50 L19 -62 Q28 -66 30 -58', darker('#8b95a1'), 3.4)
  const saddle =
    stroke('M-12 -52 L-14 -59', '#5d6673', 3) +
    shape('M-24 -62 Q-12 -66 -4 -61 Q-12 -57 -24 -59Z', '#5b3d2c')
  const pedals = circle(0, -22, 5, '#5d6673') + stroke('M0 -22 L7 -12 M3 -11 L12 -12', '#4a4f59', 3)
  const mudguard = stroke('M-52 -34 Q-40 -52 -18 -42', darker(paint, 0.2), 2.6)
  const parts = [wheels, mudguard, frame, pedals, bar, saddle, dice.chance(0.45) ? basket() : '']
  return {
    svg: group(svg`rotate(${dice.between(-3, 3)})`, ...parts),
    width: 106,
    height: 68,
    shadow: 46,
  }
}

function wheel(x: number, tyre: string): string {
  const spokes = stroke(
    svg`M${x - 18} -23 L${x + 18} -23 M${x} -41 L${x} -5 M${x - 13} -36 L${x + 13} -10 M${x + 13} -36 L${x - 13} -10`,
    '#aab3bd',
    0.9,
  )
  return spokes + ring(x, -23, 20.5, tyre, 4) + circle(x, -23, 3, '#5d6673')
}

function basket(): string {
  return (
    shape('M28 -60 L50 -60 L46 -44 L31 -44Z', '#c29164') +
    stroke('M30 -55 L48 -55 M31 -50 L47 -50', '#8a5a3c', 1.4)
  )
}
