import { darker, lighter, paints, woods } from '../colours'
import type { Dice } from '../dice'
import { box, shape, stroke } from '../svg'
import type { Drawing, Setting } from '../thing'

/** A wooden chair or an armchair; on sand a deck chair. */
export function drawChair(dice: Dice, { surface }: Setting): Drawing {
  const wood = dice.pick(woods)
  const cloth = dice.pick(paints)
  if (surface === 'sand') return { svg: deckChair(wood, cloth), width: 62, height: 52, shadow: 30 }
  if (surface === 'floor' && dice.chance(0.4)) {
    return { svg: armchair(cloth), width: 74, height: 66, shadow: 36 }
  }
  const seat = dice.chance(0.5) ? cloth : lighter(wood, 0.2)
  const side = dice.chance(0.5)
  return {
    svg: side ? fromSide(wood, seat) : fromFront(wood, seat),
    width: 40,
    height: 66,
    shadow: 20,
  }
}

function fromSide(wood: string, seat: string): string {
  const far = stroke('M-10 -30 L-11 -1 M12 -30 L11 -1', darker(wood, 0.3), 3.4)
  const near = stroke('M-17 -30 L-20 -1 M17 -30 L18 -1', wood, 4.4)
  const back = stroke('M-17 -30 L-22 -64', wood, 4.6) + stroke('M-20 -58 L-19 -44', seat, 7)
  return (
    far +
    back +
    box(-20, -36, 40, 7, seat, 3) +
    near +
    stroke('M-18 -14 L17 -14', darker(wood), 2.4)
  )
}

function fromFront(wood: string, seat: string): string {
  const posts = stroke('M-16 -30 L-16 -64 M16 -30 L16 -64', wood, 4.4)
  const slats =
    stroke('M-15 -60 L15 -60', wood, 6) +
    stroke('M-7 -58 L-7 -34 M0 -58 L0 -34 M7 -58 L7 -34', darker(wood, 0.1), 2.6)
  const cushion =
    shape('M-18 -36 L18 -36 L22 -28 L-22 -28Z', seat) + box(-22, -29, 44, 5, darker(seat, 0.2), 2)
  const legs =
    stroke('M-19 -25 L-19 -1 M19 -25 L19 -1', wood, 4.4) +
    stroke('M-13 -25 L-13 -6 M13 -25 L13 -6', darker(wood, 0.3), 3)
  return posts + slats + legs + cushion
}

function armchair(cloth: string): string {
  const back = shape('M-28 -14 L-28 -54 Q-26 -66 0 -66 Q26 -66 28 -54 L28 -14Z', cloth)
  const inner = shape(
    'M-20 -22 L-20 -52 Q-18 -59 0 -59 Q18 -59 20 -52 L20 -22Z',
    lighter(cloth, 0.14),
  )
  const seat =
    box(-24, -30, 48, 20, lighter(cloth, 0.22), 6) + box(-26, -14, 52, 10, darker(cloth, 0.16), 4)
  const arm = (x: number): string => box(x, -40, 13, 36, darker(cloth, 0.08), 6)
  const feet = stroke('M-26 -4 L-28 -1 M26 -4 L28 -1', '#6e4a35', 4)
  return feet + back + inner + seat + arm(-37) + arm(24)
}

function deckChair(wood: string, cloth: string): string {
  const sling = shape('M-28 -50 Q-12 -14 24 -20 L26 -15 Q-16 -6 -34 -46Z', cloth)
  const stripe = shape('M-22 -38 Q-8 -12 25 -17.6 L25.6 -16 Q-10 -8 -26 -35Z', lighter(cloth, 0.6))
  const frame = stroke('M-32 -52 L20 0 M26 -20 L-22 0 M-32 -52 L-26 -52', wood, 4)
  return stroke('M-28 -50 L24 -2', darker(wood, 0.3), 3) + frame + sling + stripe
}
