import { darker, lighter, mix, paints, woods } from '../colours'
import type { Dice } from '../dice'
import { box, circle, ellipse, shape, stroke } from '../svg'
import type { Draw, Drawing } from '../thing'

/** Things that belong to no class: they make a picture fuller, and harder. */

export const drawBush: Draw = (dice, { mood }) => {
  const leaf = mood.name === 'winter' ? '#b9cbc9' : dice.pick(mood.leaves)
  const blobs = [
    [-20, -11, 13],
    [0, -17, 18],
    [19, -12, 14],
  ] as const
  const svg = blobs
    .map(
      ([x, y, r]) =>
        circle(x + 2, y + 2, r, darker(leaf, 0.16)) + circle(x - 1, y - 2, r * 0.84, leaf),
    )
    .join('')
  return still(svg + ellipse(0, -1, 30, 3, darker(leaf, 0.3)), 66, 36)
}

export const drawRock: Draw = (dice) => {
  const stone = dice.pick(['#a7a9ac', '#8f8a88', '#b8b0a4'])
  return still(
    shape('M-24 0 Q-24 -16 -8 -20 Q12 -26 22 -8 L24 0Z', stone) +
      shape('M2 -22 Q16 -20 22 -8 L24 0 L8 0 Q12 -12 2 -22Z', darker(stone)),
    48,
    22,
  )
}

export const drawBench: Draw = (dice) => {
  const wood = dice.pick(woods)
  const iron = '#4a4f59'
  const slat = (y: number, height: number): string => box(-46, y, 92, height, wood, 2)
  const legs = stroke('M-36 -24 L-38 0 M36 -24 L38 0 M-36 -24 L-38 -50 M36 -24 L38 -50', iron, 3.6)
  return still(
    legs + slat(-50, 7) + slat(-40, 7) + slat(-27, 6) + box(-46, -22, 92, 3, darker(wood), 1),
    94,
    52,
  )
}

export const drawSign: Draw = (dice) => {
  const paint = dice.pick(['#4a8fc0', '#d9594c', '#4f9d8c', '#eab54d'])
  const board = dice.chance(0.5)
    ? circle(0, -88, 16, paint) + box(-9, -91, 18, 6, '#fbf6ea', 1)
    : shape('M-22 -100 L18 -100 L28 -90 L18 -80 L-22 -80Z', paint)
  return still(stroke('M0 0 L0 -92', '#8b95a1', 3.6) + board, 50, 106, 9)
}

export const drawFence: Draw = (dice) => {
  const paint = dice.pick(['#f4efe3', ...woods])
  const pales = [-54, -32, -10, 12, 34, 56].map((x) =>
    shape(`M${x - 6} 0 L${x - 6} -30 L${x} -37 L${x + 6} -30 L${x + 6} 0Z`, paint),
  )
  return still(
    box(-64, -27, 128, 5, darker(paint, 0.12)) +
      box(-64, -12, 128, 5, darker(paint, 0.12)) +
      pales.join(''),
    128,
    38,
  )
}

export const drawCrate: Draw = (dice) => {
  const wood = dice.pick(woods)
  const fill = dice.chance(0.5)
    ? [-12, -2, 9]
        .map((x) => circle(x, -25, 6.5, dice.pick(['#d9594c', '#eab54d', '#7fae5b'])))
        .join('')
    : ''
  return still(
    fill +
      box(-20, -24, 40, 24, wood, 1) +
      stroke('M-20 -16 L20 -16 M-20 -8 L20 -8', darker(wood), 1.6) +
      box(-20, -24, 4, 24, lighter(wood, 0.15)) +
      box(16, -24, 4, 24, darker(wood, 0.12)),
    42,
    30,
  )
}

export const drawBarrel: Draw = (dice) => {
  const wood = dice.pick(woods)
  return still(
    shape('M-14 0 Q-20 -18 -14 -38 L14 -38 Q20 -18 14 0Z', wood) +
      shape('M5 -38 L14 -38 Q20 -18 14 0 L6 0 Q10 -18 5 -38Z', darker(wood)) +
      stroke('M-17 -12 L17 -12 M-17 -27 L17 -27', '#4a4f59', 2.6),
    36,
    38,
  )
}

export const drawHay: Draw = () =>
  still(
    ellipse(0, -19, 27, 19, '#dcb65a') +
      ellipse(-4, -19, 18, 13, '#e8c872') +
      stroke('M-16 -19 a12 9 0 1 1 12 9 M-10 -19 a6 5 0 1 1 6 4', '#b98f3f', 1.6),
    54,
    38,
  )

export const drawBin: Draw = (dice) => {
  const paint = dice.pick(['#4f7d6a', '#59616e', '#7a8a94'])
  return still(
    shape('M-12 -34 L12 -34 L9 0 L-9 0Z', paint) +
      shape('M4 -34 L12 -34 L9 0 L4 0Z', darker(paint)) +
      box(-14, -38, 28, 5, darker(paint, 0.3), 2),
    28,
    38,
  )
}

export const drawCone: Draw = () =>
  still(
    shape('M-4 -32 L4 -32 L11 -4 L-11 -4Z', '#ea7d3f') +
      shape('M-7 -20 L7 -20 L8.8 -13 L-8.8 -13Z', '#fbf6ea') +
      box(-14, -5, 28, 5, '#c9602c', 2),
    28,
    32,
  )

export const drawBucket: Draw = (dice) => {
  const paint = dice.pick(paints)
  const spade =
    stroke('M14 -2 L24 -26', '#c29164', 2.6) + shape('M9 0 L14 -10 L19 -6 L16 1Z', '#d9594c')
  return still(
    spade +
      stroke('M-11 -22 Q0 -36 11 -22', '#8b95a1', 1.8) +
      shape('M-12 -22 L12 -22 L8 0 L-8 0Z', paint) +
      ellipse(0, -22, 12, 3, darker(paint)),
    44,
    30,
  )
}

export const drawTowel: Draw = (dice) => {
  const paint = dice.pick(paints)
  return flat(
    shape('M-40 0 L26 0 L44 -16 L-20 -16Z', paint) +
      shape('M-24 0 L-10 0 L8 -16 L-6 -16Z', lighter(paint, 0.6)) +
      shape('M4 0 L16 0 L34 -16 L22 -16Z', lighter(paint, 0.6)),
    84,
    16,
  )
}

export const drawStarfish: Draw = (dice) => {
  const points = Array.from({ length: 10 }, (_, i) => {
    const radius = i % 2 === 0 ? 13 : 5.4
    const angle = (i * Math.PI) / 5
    return `${(Math.sin(angle) * radius).toFixed(1)} ${(-6 - Math.cos(angle) * radius * 0.55).toFixed(1)}`
  })
  return flat(shape(`M${points.join('L')}Z`, dice.pick(['#e07f5a', '#e9a36a', '#d46d78'])), 26, 14)
}

export const drawBuoy: Draw = (dice) => {
  const paint = dice.pick(['#d9594c', '#eab54d', '#4f9d8c'])
  return flat(
    shape('M-12 -2 L-6 -34 L6 -34 L12 -2Z', paint) +
      shape('M-10 -14 L10 -14 L8 -24 L-8 -24Z', '#fbf6ea') +
      circle(0, -38, 4, darker(paint)) +
      ellipse(0, 0, 18, 3, '#ffffff66'),
    30,
    42,
  )
}

export const drawCloud = (dice: Dice, colour: string): string => {
  const puffs = [
    [-26, 0, 15],
    [-6, -9, 20],
    [18, -3, 17],
    [34, 3, 11],
  ] as const
  return (
    puffs
      .map(([x, y, r]) => circle(x, y, r * dice.between(0.85, 1.15), mix(colour, '#ffffff', 0.55)))
      .join('') + box(-40, 0, 84, 13, mix(colour, '#ffffff', 0.55), 6)
  )
}

function still(svg: string, width: number, height: number, shadow = width * 0.5): Drawing {
  return { svg, width, height, shadow }
}

function flat(svg: string, width: number, height: number): Drawing {
  return { svg, width, height, shadow: 0 }
}
