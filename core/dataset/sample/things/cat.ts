import { darker, lighter } from '../colours'
import type { Dice } from '../dice'
import { ellipse, group, shape, stroke, svg } from '../svg'
import type { Drawing } from '../thing'

const coats = ['#e0954e', '#4b4a52', '#a9a29a', '#efe6d8', '#7a5c48', '#c9b193'] as const
const eyes = ['#8fbf4d', '#e3b23c', '#6fb3c9'] as const

/** A cat that sits, walks or lies curled up. */
export function drawCat(dice: Dice): Drawing {
  const coat = dice.pick(coats)
  const pose = dice.whole(0, 2)
  if (pose === 0) return { svg: sitting(dice, coat), width: 32, height: 46, shadow: 15 }
  if (pose === 1) return { svg: walking(dice, coat), width: 56, height: 40, shadow: 24 }
  return { svg: lying(dice, coat), width: 50, height: 24, shadow: 24 }
}

function sitting(dice: Dice, coat: string): string {
  const tail = stroke('M10 -5 Q26 -4 22 -18 Q20 -24 24 -28', coat, 5)
  const body = shape('M-12 -4 Q-14 -22 -6 -30 L6 -30 Q14 -22 12 -4 Q0 1 -12 -4Z', coat)
  const chest = ellipse(0, -16, 5.5, 9, lighter(coat, 0.4))
  const paws =
    ellipse(-5, -2, 5, 3, lighter(coat, 0.25)) + ellipse(5, -2, 5, 3, lighter(coat, 0.25))
  return (
    tail + body + chest + stripes(dice, coat) + paws + group('translate(0 -34)', head(dice, coat))
  )
}

function walking(dice: Dice, coat: string): string {
  const tail = stroke('M-20 -22 Q-32 -24 -30 -40', coat, 4.5)
  const leg = (x: number, colour: string): string => stroke(svg`M${x} -16 L${x + 1} -2`, colour, 5)
  const far = leg(-11, darker(coat, 0.25)) + leg(10, darker(coat, 0.25))
  const body = shape(
    'M-22 -20 Q-22 -28 -12 -27 L12 -27 Q19 -26 18 -19 Q17 -12 8 -13 L-14 -12 Q-22 -13 -22 -20Z',
    coat,
  )
  const near = leg(-17, coat) + leg(14, coat)
  return (
    tail +
    far +
    body +
    stripes(dice, coat, -10) +
    near +
    group('translate(19 -27) scale(.9)', head(dice, coat))
  )
}

function lying(dice: Dice, coat: string): string {
  const body = shape('M-24 -4 Q-26 -20 -4 -21 Q20 -21 22 -8 Q22 0 0 0 Q-22 1 -24 -4Z', coat)
  const tail = stroke('M-20 -3 Q-4 2 6 -3', darker(coat, 0.2), 5)
  return (
    body + stripes(dice, coat, 0) + tail + group('translate(15 -13) scale(.9)', head(dice, coat))
  )
}

function stripes(dice: Dice, coat: string, x = 0): string {
  if (dice.chance(0.5)) return ''
  const stripe = (dx: number): string =>
    stroke(svg`M${x + dx} -26 Q${x + dx + 1} -22 ${x + dx} -19`, darker(coat, 0.35), 2.4)
  return stripe(-7) + stripe(-1) + stripe(5)
}

function head(dice: Dice, coat: string): string {
  const ear = (side: number): string =>
    shape(svg`M${side * 9.5} -3 L${side * 9} -15 L${side * 1.5} -8Z`, coat) +
    shape(svg`M${side * 8} -5 L${side * 7.8} -11.5 L${side * 3.6} -8Z`, '#e8a59a')
  const eye = dice.pick(eyes)
  const oneEye = (x: number): string =>
    ellipse(x, -1, 1.9, 2.3, eye) + ellipse(x, -1, 0.8, 2, '#26222b')
  const nose = shape('M-1.6 2 L1.6 2 L0 4Z', '#c9736b')
  const whisker = (side: number): string =>
    stroke(
      svg`M${side * 4} 4 L${side * 13} 2 M${side * 4} 5.4 L${side * 12.6} 6.4`,
      '#ffffffaa',
      0.7,
    )
  const muzzle = ellipse(0, 4, 5, 3.4, lighter(coat, 0.4))
  return (
    ear(-1) +
    ear(1) +
    ellipse(0, 0, 10.5, 9, coat) +
    muzzle +
    oneEye(-4) +
    oneEye(4) +
    nose +
    whisker(-1) +
    whisker(1)
  )
}
