import { darker, lighter, paints } from '../colours'
import type { Dice } from '../dice'
import { group, shape, stroke, svg } from '../svg'
import type { Drawing, Setting } from '../thing'
import { drawPerson } from './person'

/** A sunshade on its pole, or an open umbrella lying on its rim. */
export function drawUmbrella(dice: Dice, { surface }: Setting): Drawing {
  const paint = dice.pick(paints)
  if (surface === 'sand' || dice.chance(0.45)) {
    const lean = dice.between(-10, 10)
    const sunshade =
      stroke('M0 0 L0 -108', '#cfc3ae', 4) +
      group('translate(0 -84) scale(1.5)', canopy(paint, dice))
    return { svg: group(svg`rotate(${lean})`, sunshade), width: 128, height: 124, shadow: 44 }
  }
  const lying =
    stroke('M6 -24 L40 -3 q7 3 8 -4', '#6e4a35', 3) +
    group('translate(-2 -20) rotate(-58)', canopy(paint, dice))
  return { svg: lying, width: 92, height: 60, shadow: 38 }
}

/** Somebody under an umbrella: both are labels of the picture. */
export function drawPersonWithUmbrella(dice: Dice): Drawing {
  const person = drawPerson(dice)
  const tall = person.height
  const hand = svg`translate(${tall * 0.2} ${-tall * 0.62})`
  const held =
    stroke('M0 12 q-6 6 -6 -2 M0 12 L0 -52', '#5b3d2c', 2.6) +
    group('translate(0 -48)', canopy(dice.pick(paints), dice))
  return { svg: person.svg + group(hand, held), width: 84, height: tall * 0.62 + 80, shadow: 22 }
}

/** The roof of an umbrella, its rim on y = 0, 84 wide and 30 high. */
function canopy(paint: string, dice: Dice): string {
  const second = dice.chance(0.6) ? lighter(paint, 0.65) : darker(paint, 0.12)
  const rim = 'Q35 -7 28 0 Q21 -7 14 0 Q7 -7 0 0 Q-7 -7 -14 0 Q-21 -7 -28 0 Q-35 -7 -42 0'
  const roof = shape(`M-42 0 Q-36 -30 0 -32 Q36 -30 42 0 ${rim}Z`, paint)
  const strips =
    shape('M-28 0 Q-24 -24 0 -32 Q-12 -20 -14 0 Q-21 -7 -28 0Z', second) +
    shape('M28 0 Q24 -24 0 -32 Q12 -20 14 0 Q21 -7 28 0Z', second)
  const shade = shape('M42 0 Q36 -30 0 -32 Q30 -24 34 -4Z', '#1d1a3322')
  return roof + strips + shade + stroke('M0 -32 L0 -36', darker(paint, 0.4), 2.4)
}
