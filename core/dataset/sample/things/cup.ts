import { darker, lighter, paints } from '../colours'
import type { Dice } from '../dice'
import { box, ellipse, ring, shape, stroke, svg } from '../svg'
import type { Drawing } from '../thing'

/** A mug, a tea cup on its saucer or a paper cup, sometimes steaming. */
export function drawCup(dice: Dice): Drawing {
  const paint = dice.pick(paints)
  const kind = dice.whole(0, 2)
  const cup = kind === 0 ? mug(dice, paint) : kind === 1 ? teaCup(paint) : paperCup(paint)
  const steam = dice.chance(0.4)
    ? stroke('M-4 -28 q-4 -5 0 -9 q4 -5 0 -9 M5 -29 q-4 -5 0 -9', '#ffffffaa', 2)
    : ''
  return { svg: steam + cup, width: kind === 1 ? 36 : 30, height: 26, shadow: 13 }
}

function mug(dice: Dice, paint: string): string {
  const body = shape('M-11 -23 L11 -23 L10 -3 Q10 0 7 0 L-7 0 Q-10 0 -10 -3Z', paint)
  const side = shape('M5 -23 L11 -23 L10 -3 Q10 0 7 0 L4 0Z', darker(paint, 0.14))
  const band = dice.chance(0.5) ? box(-10.6, -15, 21.2, 5, lighter(paint, 0.5)) : ''
  return ring(13, -13, 6, darker(paint, 0.1), 3.4) + body + side + band + rim(11)
}

function teaCup(paint: string): string {
  const saucer =
    ellipse(0, -2, 18, 3.6, lighter(paint, 0.45)) + ellipse(0, -3, 11, 2, darker(paint, 0.05))
  return (
    saucer +
    ring(13, -14, 5, darker(paint, 0.1), 2.8) +
    shape('M-13 -22 L13 -22 Q12 -4 4 -3 L-4 -3 Q-12 -4 -13 -22Z', paint) +
    shape('M6 -22 L13 -22 Q12 -4 4 -3 L1 -3 Q7 -9 6 -22Z', darker(paint, 0.12)) +
    group22()
  )
}

function group22(): string {
  return ellipse(0, -22, 13, 3.4, '#fffaf0') + ellipse(0, -21.8, 10.6, 2.3, '#7a4e36')
}

function paperCup(paint: string): string {
  const body = shape('M-9 -26 L9 -26 L6.6 0 L-6.6 0Z', '#f5efe4')
  const sleeve = shape('M-8.2 -18 L8.2 -18 L7.2 -6 L-7.2 -6Z', paint)
  return body + sleeve + box(-10, -29, 20, 4, darker(paint, 0.3), 2)
}

function rim(half: number): string {
  return svg`${ellipse(0, -23, half, 2.8, '#fffaf0')}` + ellipse(0, -22.8, half - 2, 1.8, '#8a5a3c')
}
