import { darker, lighter, paints } from '../colours'
import type { Dice } from '../dice'
import { box, circle, ellipse, group, shape, stroke, svg } from '../svg'
import type { Drawing } from '../thing'

const skins = ['#f3cdb0', '#e8b48f', '#cf9468', '#a56d48', '#7a4e36'] as const
const hairs = ['#3a2c2a', '#5b3d2c', '#8d5a34', '#c99a56', '#a33f2c', '#b9b4ad'] as const
const trousers = ['#3f4a66', '#5a5148', '#6b7a8f', '#84664e', '#3d5a57', '#a09483'] as const

interface Look {
  skin: string
  hair: string
  top: string
  bottom: string
}

/** Somebody standing, walking or waving, in a coat, a dress or shirt and trousers. */
export function drawPerson(dice: Dice): Drawing {
  const look: Look = {
    skin: dice.pick(skins),
    hair: dice.pick(hairs),
    top: dice.pick(paints),
    bottom: dice.pick(trousers),
  }
  const size = dice.chance(0.2) ? 0.68 : dice.between(0.93, 1.05)
  const parts = [
    legs(dice, look),
    rearArm(look),
    torso(dice, look),
    head(dice, look),
    arm(dice, look),
  ]
  const figure = group(svg`scale(${size * dice.between(0.95, 1.15)} ${size})`, ...parts)
  return { svg: figure, width: 40 * size, height: 102 * size, shadow: 17 * size }
}

function legs(dice: Dice, { bottom, skin }: Look): string {
  const stride = dice.pick([3, 5, 9])
  const shoe = darker(bottom, 0.45)
  const leg = (x: number, colour: string): string =>
    stroke(svg`M${x * 0.4} -46 L${x} -4`, colour, 9.5) + ellipse(x + 2, -2, 6, 3, shoe)
  const bare = dice.chance(0.25) ? skin : bottom
  return leg(-stride, darker(bare, 0.14)) + leg(stride, bare)
}

function torso(dice: Dice, { top, bottom }: Look): string {
  const body = 'M-12 -78 Q0 -84 12 -78 Q14 -62 12 -44 L-12 -44 Q-14 -62 -12 -78Z'
  const shade = shape('M3 -81 Q13 -80 13 -70 Q14 -58 12 -44 L5 -44 Q8 -62 3 -81Z', darker(top))
  const style = dice.whole(0, 3)
  if (style === 0) return shape('M-12 -78 Q0 -84 12 -78 L19 -26 Q0 -21 -19 -26Z', top) + shade
  const base = shape(body, top) + shade
  if (style === 1) return base + box(-12, -47, 24, 5, darker(bottom, 0.3), 2)
  if (style === 2) return base + stroke('M0 -80 L0 -46', darker(top, 0.3), 1.5)
  return base + shape('M-12.6 -66 L12.8 -66 L13 -60 L-13 -60Z', lighter(top, 0.45))
}

function head(dice: Dice, { skin, hair }: Look): string {
  const face = box(-3.5, -86, 7, 8, darker(skin, 0.12), 3) + circle(0, -92, 9, skin)
  const eyes = circle(2, -92, 1, '#3a2c2a') + circle(6.4, -92, 1, '#3a2c2a')
  const cheek = circle(4.6, -88.6, 1.6, '#e58f7b66')
  return backHair(dice, hair) + face + eyes + cheek + topHair(dice, hair)
}

function backHair(dice: Dice, hair: string): string {
  return dice.chance(0.4) ? shape('M-10 -94 Q-13 -78 -9 -74 L4 -76 Q-2 -88 2 -98Z', hair) : ''
}

function topHair(dice: Dice, hair: string): string {
  const style = dice.whole(0, 3)
  if (style === 0) return shape('M-10 -90 Q-11 -103 1 -102 Q10 -102 9.5 -94 Q2 -98 -5 -95Z', hair)
  if (style === 1) {
    return circle(-7, -101, 4.6, hair) + shape('M-9.5 -89 Q-11 -102 0 -101.6 Q9 -101 9 -95Z', hair)
  }
  const hat = dice.pick(paints)
  const cap = shape('M-10 -94 Q-10 -104 0 -104 Q10 -104 10 -94Z', hat)
  if (style === 2) return cap + stroke('M4 -94 L15 -93', darker(hat), 3)
  return cap + circle(0, -105, 3, lighter(hat, 0.3)) + box(-10.5, -96, 21, 4, darker(hat), 2)
}

function rearArm({ top, skin }: Look): string {
  return stroke('M-11 -75 Q-17 -62 -14 -50', darker(top, 0.25), 7) + circle(-14, -47, 3.6, skin)
}

function arm(dice: Dice, { top, skin }: Look): string {
  const colour = darker(top, 0.08)
  const pose = dice.whole(0, 2)
  if (pose === 0) return stroke('M11 -75 Q17 -62 15 -50', colour, 7) + circle(15, -46.6, 3.8, skin)
  if (pose === 1) return stroke('M11 -75 Q22 -78 24 -92', colour, 7) + circle(24.4, -96, 3.8, skin)
  return stroke('M11 -75 Q18 -66 24 -62', colour, 7) + circle(27, -61, 3.8, skin)
}
