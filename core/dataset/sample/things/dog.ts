import { darker, lighter } from '../colours'
import type { Dice } from '../dice'
import { box, circle, ellipse, group, shape, stroke, svg } from '../svg'
import type { Drawing } from '../thing'

const coats = ['#b9834f', '#8a5a3a', '#d9b382', '#4a4444', '#e9dfcf', '#a3968a'] as const
const collars = ['#d9594c', '#4a8fc0', '#eab54d', '#4f9d8c'] as const

/** A dog that stands or sits, with hanging or pointed ears. */
export function drawDog(dice: Dice): Drawing {
  const coat = dice.pick(coats)
  const sits = dice.chance(0.35)
  const body = sits ? sitting(dice, coat) : standing(dice, coat)
  const build = dice.between(0.8, 1.15)
  return {
    svg: group(svg`scale(${dice.between(0.95, 1.15)} ${build})`, body),
    width: sits ? 44 : 66,
    height: 54 * build,
    shadow: sits ? 20 : 30,
  }
}

function standing(dice: Dice, coat: string): string {
  const far = darker(coat, 0.25)
  const legs = [-18, 14].map((x) => stroke(svg`M${x + 4} -22 L${x + 5} -3`, far, 6)).join('')
  const near = [-22, 11].map((x) => stroke(svg`M${x} -22 L${x} -3`, coat, 7)).join('')
  const tail = stroke(
    dice.pick(['M-26 -32 Q-38 -38 -36 -50', 'M-26 -32 Q-38 -32 -40 -22']),
    coat,
    5,
  )
  const trunk = shape(
    'M-29 -31 Q-28 -40 -16 -39 L12 -40 Q22 -40 21 -28 Q20 -19 8 -20 L-20 -19 Q-30 -20 -29 -31Z',
    coat,
  )
  const belly = shape('M-22 -21 Q-4 -26 14 -22 Q10 -19 4 -19.6 L-18 -19Z', lighter(coat, 0.35))
  const spot = dice.chance(0.4) ? ellipse(-10, -33, 9, 5.5, darker(coat, 0.35)) : ''
  return tail + legs + trunk + belly + spot + near + group('translate(18 -40)', head(dice, coat))
}

function sitting(dice: Dice, coat: string): string {
  const tail = stroke('M-14 -6 Q-26 -4 -26 -14', coat, 5)
  const haunch = ellipse(-7, -11, 13, 11, darker(coat, 0.1))
  const trunk = shape('M-17 -10 Q-16 -34 2 -40 Q14 -40 12 -18 L9 -2 L-8 -2Z', coat)
  const chest = shape('M6 -36 Q14 -30 11 -14 Q4 -20 6 -36Z', lighter(coat, 0.4))
  const legs = stroke('M8 -20 L8 -3', coat, 6.5) + stroke('M1 -18 L1 -3', darker(coat, 0.15), 6)
  const paws = ellipse(10, -2.4, 5, 2.6, lighter(coat, 0.3)) + ellipse(-4, -2.4, 7, 2.8, coat)
  return tail + trunk + haunch + chest + legs + paws + group('translate(7 -42)', head(dice, coat))
}

function head(dice: Dice, coat: string): string {
  const neck = stroke('M-2 6 L2 -2', coat, 12)
  const collar = stroke('M-7 4 L5 8', dice.pick(collars), 3.4)
  const skull = circle(3, -4, 9.5, coat)
  const snout =
    box(5, -6, 15, 9, lighter(coat, 0.18), 4.5) + ellipse(18.6, -4.6, 2.6, 2.2, '#2b2626')
  const eye = circle(7, -7.4, 1.5, '#2b2626')
  const ear = dice.chance(0.6)
    ? shape('M-4 -12 Q-12 -8 -9 4 Q-2 6 0 -6Z', darker(coat, 0.3))
    : shape('M-5 -9 L-4 -22 L5 -12Z', darker(coat, 0.25))
  const tongue = dice.chance(0.4) ? shape('M12 3 Q16 3 15 9 Q12 11 11 7Z', '#e38a8a') : ''
  return neck + collar + tongue + skull + snout + eye + ear
}
