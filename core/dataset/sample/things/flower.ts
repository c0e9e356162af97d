import { darker, paints } from '../colours'
import type { Dice } from '../dice'
import { circle, ellipse, shape, stroke, svg } from '../svg'
import type { Drawing, Setting } from '../thing'

const petals = ['#e2604f', '#f2b53c', '#e890b0', '#b07cc6', '#f6f0ea', '#f08a5a'] as const

/** Flowers: growing outdoors; in a pot or vase indoors. */
export function drawFlower(dice: Dice, { surface }: Setting): Drawing {
  const indoors = surface === 'table' || surface === 'floor'
  const count = indoors ? dice.whole(3, 5) : dice.whole(3, 6)
  const base = indoors ? -16 : 0
  const spread = indoors ? 13 : 24
  const colour = dice.pick(petals)
  const bloom = dice.pick([daisy, tulip])
  const flowers = Array.from({ length: count }, (_, i) => {
    const x = ((i + 0.5) / count - 0.5) * 2 * spread
    return stem(dice, x, base, bloom, colour)
  })
  const svgText = flowers.join('') + (indoors ? pot(dice) : '')
  return {
    svg: svgText,
    width: indoors ? 36 : 58,
    height: indoors ? 58 : 38,
    shadow: indoors ? 12 : 20,
  }
}

type Bloom = (x: number, y: number, colour: string) => string

function stem(dice: Dice, x: number, base: number, bloom: Bloom, colour: string): string {
  const top = base - dice.between(20, 32)
  const foot = base === 0 ? x * 0.8 : x * 0.3
  const green = '#5d9455'
  const line = stroke(svg`M${foot} ${base} Q${foot} ${(base + top) / 2} ${x} ${top}`, green, 2.2)
  const leaf = shape(
    svg`M${foot} ${base} Q${x + 9} ${base - 8} ${x + 7} ${base - 17} Q${x - 2} ${base - 8} ${foot} ${base}Z`,
    darker(green, 0.1),
  )
  return line + leaf + bloom(x, top, colour)
}

function daisy(x: number, y: number, colour: string): string {
  const angles = [0, 1, 2, 3, 4, 5].map((i) => (i * Math.PI) / 3)
  const ring = angles.map((a) => circle(x + Math.cos(a) * 4.6, y + Math.sin(a) * 4.6, 3.4, colour))
  return ring.join('') + circle(x, y, 3.2, '#f5d76a')
}

function tulip(x: number, y: number, colour: string): string {
  return shape(
    svg`M${x - 6} ${y - 9} Q${x - 8} ${y + 4} ${x} ${y + 4} Q${x + 8} ${y + 4} ${x + 6} ${y - 9} L${x + 2.6} ${y - 3} L${x} ${y - 10} L${x - 2.6} ${y - 3}Z`,
    colour,
  )
}

function pot(dice: Dice): string {
  const clay = dice.pick(['#c4704f', ...paints])
  if (dice.chance(0.5)) {
    return (
      shape('M-12 -16 L12 -16 L9 0 L-9 0Z', clay) +
      shape('M-14 -20 L14 -20 L13 -14 L-13 -14Z', darker(clay, 0.12))
    )
  }
  return (
    shape('M-6 -22 Q-4 -16 -10 -9 Q-12 0 -5 0 L5 0 Q12 0 10 -9 Q4 -16 6 -22Z', clay) +
    ellipse(0, -22, 6, 1.8, darker(clay, 0.3))
  )
}
