import { lighter, mix } from './colours'
import type { Dice } from './dice'
import type { Mood } from './moods'
import { box, circle, shape, stroke, svg, verticalGradient } from './svg'

/** A window that looks out on sky and hills, with curtains or without. */
export function drawWindow(
  dice: Dice,
  mood: Mood,
  x: number,
  y: number,
  width: number,
  height: number,
): string {
  const frame = box(x - 6, y - 6, width + 12, height + 12, '#fbf6ea', 3)
  const view = verticalGradient('view', ...mood.sky) + box(x, y, width, height, 'url(#view)')
  const low = y + height
  const hill = shape(
    svg`M${x} ${low} V${low - 26} Q${x + width * 0.3} ${low - 46} ${x + width * 0.6} ${low - 24} T${x + width} ${low - 30} V${low}Z`,
    mix(mood.hills[1], mood.grass[0], 0.5),
  )
  const moon = mood.dark ? circle(x + width * 0.7, y + 20, 8, '#f4efd8') : ''
  const bars = stroke(
    svg`M${x + width / 2} ${y} V${low} M${x} ${y + height / 2} H${x + width}`,
    '#fbf6ea',
    4,
  )
  const sill =
    box(x - 12, low + 5, width + 24, 7, '#fbf6ea', 2) +
    box(x - 12, low + 11, width + 24, 3, '#00000018')
  return frame + view + moon + hill + bars + sill + curtains(dice, x, y, width, height)
}

function curtains(dice: Dice, x: number, y: number, width: number, height: number): string {
  if (dice.chance(0.4)) return ''
  const cloth = dice.pick(['#e8b9a8', '#b9cfc9', '#c9bcd9', '#e9d3a3', '#a9bfd6'])
  const drop = height + 16
  const half = (from: number, to: number): string =>
    shape(
      svg`M${from} ${y - 10} L${to} ${y - 10} Q${to} ${y + drop * 0.5} ${from + (to - from) * 0.45} ${y + drop} L${from} ${y + drop}Z`,
      cloth,
    ) +
    stroke(
      svg`M${from + (to - from) * 0.4} ${y - 8} Q${from + (to - from) * 0.4} ${y + drop * 0.5} ${from + (to - from) * 0.2} ${y + drop - 4}`,
      lighter(cloth, 0.4),
      1.6,
    )
  const rail = stroke(svg`M${x - 22} ${y - 12} H${x + width + 22}`, '#8a5a3c', 3.4)
  return half(x - 16, x + 24) + half(x + width + 16, x + width - 24) + rail
}
