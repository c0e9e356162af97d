import { darker, lighter, metals, paints } from '../colours'
import type { Dice } from '../dice'
import { box, circle, ellipse, shape, stroke, svg } from '../svg'
import type { Drawing, Setting } from '../thing'

const shades = ['#f6e3b4', '#f0c9a0', '#e7ded0', ...paints] as const

/** A street lamp outdoors, a floor or table lamp indoors, a pendant under the ceiling. */
export function drawLamp(dice: Dice, { surface, mood }: Setting): Drawing {
  const metal = dice.pick(metals)
  const shade = dice.pick(shades)
  const lit = mood.dark || dice.chance(0.3)
  if (surface === 'ceiling') return withGlow(pendant(shade), 50, 62, 0, lit, 50)
  if (surface === 'table') return withGlow(table(dice, shade), 36, 50, 14, lit, -34)
  if (surface === 'floor') return withGlow(standing(metal, shade), 44, 112, 16, lit, -92)
  return withGlow(street(dice, metal), 50, 176, 12, mood.dark, -160)
}

function withGlow(
  text: string,
  width: number,
  height: number,
  shadow: number,
  lit: boolean,
  y: number,
): Drawing {
  return { svg: text, width, height, shadow, ...(lit ? { glow: { x: 0, y, radius: 62 } } : {}) }
}

/** Hangs from (0, 0) downwards. */
function pendant(shade: string): string {
  const cone =
    shape('M-5 32 L5 32 L24 56 L-24 56Z', shade) +
    shape('M1 32 L5 32 L24 56 L10 56Z', darker(shade))
  return stroke('M0 0 L0 34', '#4a4f59', 1.8) + ellipse(0, 57, 10, 4, '#fff2c4') + cone
}

function table(dice: Dice, shade: string): string {
  const foot = dice.pick(paints)
  const base =
    shape('M-4 -24 Q-13 -14 -9 -3 L9 -3 Q13 -14 4 -24Z', foot) +
    ellipse(0, -2, 11, 2.6, darker(foot, 0.25))
  return (
    base +
    shape('M-9 -50 L9 -50 L17 -24 L-17 -24Z', shade) +
    shape('M3 -50 L9 -50 L17 -24 L6 -24Z', darker(shade, 0.12))
  )
}

function standing(metal: string, shade: string): string {
  const pole = stroke('M0 -2 L0 -84', metal, 3.4) + ellipse(0, -2, 14, 3.4, darker(metal))
  return (
    pole +
    shape('M-12 -112 L12 -112 L22 -80 L-22 -80Z', shade) +
    shape('M4 -112 L12 -112 L22 -80 L8 -80Z', darker(shade, 0.12)) +
    stroke('M-22 -80 L22 -80', lighter(shade, 0.4), 1.6)
  )
}

function street(dice: Dice, metal: string): string {
  const post =
    shape('M-6 0 L-3 -20 L-2.4 -140 L2.4 -140 L3 -20 L6 0Z', darker(metal, 0.2)) +
    box(-8, -5, 16, 5, darker(metal, 0.35), 2)
  if (dice.chance(0.5)) {
    const lantern =
      shape('M-10 -166 L10 -166 L6 -142 L-6 -142Z', '#fbe9b4') +
      shape('M-13 -165 L0 -177 L13 -165Z', darker(metal, 0.3))
    return post + lantern + stroke('M-9 -142 L9 -142', darker(metal, 0.3), 3)
  }
  const globe = (x: number): string =>
    circle(x, -158, 10, '#fdf2cf') + box(x - 5, -150, 10, 4, darker(metal, 0.3), 1)
  return (
    post + stroke(svg`M-18 -146 Q0 -132 18 -146`, darker(metal, 0.2), 3.4) + globe(-18) + globe(18)
  )
}
