import { darker, lighter } from './colours'
import type { Dice } from './dice'
import type { Mood } from './moods'
import { drawCloud } from './props/outdoors'
import { pictureHeight, pictureWidth } from './scene'
import { box, circle, faded, glowGradient, group, shape, svg, verticalGradient } from './svg'

/** Sky down to a horizon, with sun or moon, stars and clouds. */
export function drawSky(dice: Dice, mood: Mood, horizon: number): string {
  const sky =
    verticalGradient('sky', ...mood.sky) + box(0, 0, pictureWidth, horizon + 4, 'url(#sky)')
  const x = dice.between(50, pictureWidth - 50)
  const y = dice.between(30, horizon * 0.55)
  const overcast = mood.name === 'grey' || mood.name === 'winter'
  const light = overcast ? '' : heavenlyBody(mood, x, y)
  const clouds = Array.from({ length: mood.dark ? 1 : dice.whole(1, 4) }, () => {
    const place = svg`translate(${dice.between(0, pictureWidth)} ${dice.between(22, horizon * 0.7)}) scale(${dice.between(0.5, 1.3)} ${dice.between(0.45, 0.9)})`
    return faded(mood.dark ? 0.16 : 0.72, group(place, drawCloud(dice, mood.sky[2])))
  })
  return sky + (mood.dark ? stars(dice, horizon) : '') + light + clouds.join('')
}

function heavenlyBody(mood: Mood, x: number, y: number): string {
  const colour = mood.dark ? '#f4efd8' : mood.name === 'evening' ? '#ffdf9e' : '#fff3c9'
  const halo = glowGradient('halo', colour, 0.65) + circle(x, y, 62, 'url(#halo)')
  return halo + (mood.dark ? crescent(x, y, colour) : circle(x, y, 19, colour))
}

function crescent(x: number, y: number, colour: string): string {
  return shape(
    svg`M${x} ${y - 15} A15 15 0 1 0 ${x + 14} ${y + 6} A12.5 12.5 0 1 1 ${x} ${y - 15}Z`,
    colour,
  )
}

function stars(dice: Dice, horizon: number): string {
  return Array.from({ length: 34 }, () =>
    circle(
      dice.between(0, pictureWidth),
      dice.between(0, horizon * 0.8),
      dice.between(0.5, 1.4),
      '#fdf6dcbb',
    ),
  ).join('')
}

/** Two ranges of soft hills that end at a horizon. */
export function drawHills(dice: Dice, mood: Mood, horizon: number): string {
  return mood.hills
    .map((colour, i) => {
      const height = dice.between(18, 52) - i * 10
      const [a, b, c] = [dice.between(0.4, 1), dice.between(0.2, 1), dice.between(0.4, 1)]
      const top = svg`M0 ${horizon + 4} L0 ${horizon - height * a} Q90 ${horizon - height * 1.7 * b} 190 ${horizon - height * 0.5} T340 ${horizon - height * c} T480 ${horizon - height * 0.6} L480 ${horizon + 4}Z`
      return shape(top, colour)
    })
    .join('')
}

/** A ground from a horizon to the lower edge, in two colours far and near. */
export function drawGround(
  id: string,
  colours: readonly [string, string],
  horizon: number,
): string {
  return (
    verticalGradient(id, ...colours) +
    box(0, horizon, pictureWidth, pictureHeight - horizon, `url(#${id})`)
  )
}

/** Tufts, pebbles or leaves: small marks that get larger towards us. */
export function drawTufts(dice: Dice, colour: string, horizon: number, count = 26): string {
  return Array.from({ length: count }, () => {
    const depth = dice.between(0.06, 1)
    const x = dice.between(0, pictureWidth)
    const y = horizon + (pictureHeight - horizon) * depth
    const size = 2 + 5 * depth
    const mark = svg`M${x - size} ${y} q${size * 0.6} ${-size * 0.4} ${size * 0.5} ${-size * 1.3} q${size * 0.3} ${size * 0.6} ${size * 0.6} ${size * 0.5} q${size * 0.2} ${-size * 0.4} ${size * 0.6} ${-size * 0.8} q0 ${size} ${size * 0.3} ${size * 1.6}Z`
    return faded(0.55, shape(mark, dice.chance(0.5) ? darker(colour, 0.14) : lighter(colour, 0.18)))
  }).join('')
}

/** Light on water: short lines that get longer towards us. */
export function drawRipples(dice: Dice, top: number, bottom: number): string {
  return Array.from({ length: 30 }, () => {
    const depth = dice.between(0, 1)
    const width = 10 + 34 * depth * dice.between(0.5, 1)
    return faded(
      0.3,
      box(
        dice.between(-10, pictureWidth),
        top + 5 + (bottom - top - 8) * depth,
        width,
        1.2 + depth,
        '#ffffff',
        1,
      ),
    )
  }).join('')
}
