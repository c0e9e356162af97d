import { darker, lighter, paints, woods } from '../colours'
import { box, circle, ellipse, ring, shape, stroke } from '../svg'
import type { Draw, Drawing } from '../thing'

/** Indoor things that belong to no class; some look a little like those that do. */

export const drawBowl: Draw = (dice) => {
  const paint = dice.pick(paints)
  const fruit = [
    [-8, '#e07f3c'],
    [2, '#d9594c'],
    [11, '#a9bf4d'],
  ] as const
  return still(
    fruit.map(([x, colour]) => circle(x, -17, 6.6, colour)).join('') +
      shape('M-20 -16 L20 -16 Q16 0 6 0 L-6 0 Q-16 0 -20 -16Z', paint) +
      shape('M9 -16 L20 -16 Q16 0 6 0 L0 0 Q9 -6 9 -16Z', darker(paint, 0.14)),
    40,
    24,
  )
}

export const drawBottle: Draw = (dice) => {
  const glass = dice.pick(['#6f9a6a', '#8fb7c4', '#8a5a4a', '#c9b26a'])
  return still(
    shape('M-7 0 L-7 -24 Q-7 -30 -3 -33 L-3 -43 L3 -43 L3 -33 Q7 -30 7 -24 L7 0Z', glass) +
      box(-7, -21, 14, 12, '#f5efe4') +
      box(-3.6, -46, 7.2, 5, darker(glass, 0.4), 1),
    16,
    46,
  )
}

export const drawKettle: Draw = (dice) => {
  const paint = dice.pick(paints)
  return still(
    stroke('M-12 -28 Q0 -46 12 -28', '#4a4f59', 3.4) +
      shape('M-18 -2 Q-22 -28 0 -29 Q22 -28 18 -2Z', paint) +
      shape('M15 -16 L30 -26 L26 -14 L17 -6Z', darker(paint, 0.12)) +
      ellipse(0, -29, 7, 3, darker(paint, 0.25)) +
      box(-18, -3, 36, 3, darker(paint, 0.3), 1),
    50,
    40,
  )
}

export const drawBooks: Draw = (dice) => {
  const book = (y: number, width: number): string => {
    const paint = dice.pick(paints)
    return box(-width / 2, y, width, 7, paint, 1) + box(width / 2 - 7, y + 1.4, 6, 4.2, '#fbf6ea')
  }
  return still(book(-7, 44) + book(-14, 38) + book(-21, 41), 44, 22)
}

export const drawBoard: Draw = () =>
  still(
    box(-26, -4, 52, 4, '#c29164', 2) +
      shape('M-16 -4 Q-16 -16 0 -16 Q16 -16 16 -4Z', '#d79a55') +
      stroke('M-7 -14 L-4 -6 M1 -15 L4 -6', '#b97a3c', 1.6),
    52,
    16,
  )

export const drawCushion: Draw = (dice) => {
  const paint = dice.pick(paints)
  return still(
    shape('M-18 -3 Q-20 -16 -16 -27 Q0 -24 16 -27 Q20 -16 18 -3 Q0 -6 -18 -3Z', paint) +
      stroke('M-9 -16 L9 -16 M0 -23 L0 -8', lighter(paint, 0.4), 1.6),
    38,
    28,
  )
}

export const drawBasket: Draw = (dice) => {
  const straw = dice.pick(['#c9a063', '#b58a52', '#d9bd86'])
  const wool = circle(-7, -26, 8, dice.pick(paints)) + circle(8, -25, 7, dice.pick(paints))
  return still(
    wool +
      shape('M-22 -24 L22 -24 L17 0 L-17 0Z', straw) +
      stroke('M-20 -17 L20 -17 M-19 -9 L19 -9', darker(straw), 1.6),
    44,
    34,
  )
}

export const drawStool: Draw = (dice) => {
  const wood = dice.pick(woods)
  return still(
    stroke('M-11 -34 L-15 -1 M11 -34 L15 -1 M-13 -14 L13 -14', wood, 3.6) +
      box(-18, -39, 36, 6, lighter(wood, 0.15), 3),
    36,
    40,
  )
}

export const drawClock: Draw = (dice) => {
  const paint = dice.pick(paints)
  return hung(
    circle(0, 0, 15, paint) +
      circle(0, 0, 12, '#fbf6ea') +
      stroke('M0 0 L0 -8 M0 0 L5 3', '#34363f', 1.8),
    30,
  )
}

export const drawPicture: Draw = (dice) => {
  const wood = dice.pick(woods)
  const sky = dice.pick(['#cfe4ec', '#f3d9d3', '#f6e7cf', '#d9e6cf'])
  const hill = dice.pick(['#7fae5b', '#5a6fb8', '#d27a9b', '#e8894a'])
  const inside =
    box(-22, -15, 44, 30, sky) +
    shape('M-22 15 L-22 4 Q-8 -8 4 4 Q14 -4 22 2 L22 15Z', hill) +
    circle(11, -7, 4, '#f5d76a')
  return hung(box(-26, -19, 52, 38, wood, 1) + inside, 52)
}

export const drawPlate: Draw = (dice) => {
  const paint = dice.pick(paints)
  return hung(circle(0, 0, 12, '#fbf6ea') + ring(0, 0, 9, paint, 2), 24)
}

function still(svg: string, width: number, height: number): Drawing {
  return { svg, width, height, shadow: width * 0.45 }
}

function hung(svg: string, width: number): Drawing {
  return { svg, width, height: width * 0.7, shadow: 0 }
}
