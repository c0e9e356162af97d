import { darker, mix, woods } from '../colours'
import type { Dice } from '../dice'
import { box, circle, shape, stroke, svg } from '../svg'
import type { Drawing, Setting } from '../thing'

const walls = ['#f2e3c9', '#e9c9ae', '#cfdad2', '#f0d6d0', '#dfe4ea', '#b9523f', '#d9a441'] as const
const roofs = ['#b4574a', '#7a5a55', '#5f6b7a', '#8f4f3f', '#557070'] as const

/** A house with a pitched roof: its long side or its gable to us. */
export function drawHouse(dice: Dice, { mood }: Setting): Drawing {
  const wall = dice.pick(walls)
  const roof = mood.name === 'winter' ? mix(dice.pick(roofs), '#ffffff', 0.75) : dice.pick(roofs)
  const glass = mood.dark ? '#ffd98a' : '#bcd9e6'
  const wide = dice.chance(0.5)
  const front = wide ? longSide(dice, wall, roof, glass) : gable(dice, wall, roof, glass)
  return {
    svg: front,
    width: wide ? 210 : 150,
    height: 170,
    shadow: wide ? 94 : 66,
    ...(mood.dark ? { glow: { x: 0, y: -50, radius: 70 } } : {}),
  }
}

function longSide(dice: Dice, wall: string, roof: string, glass: string): string {
  const body = box(-96, -98, 192, 98, wall) + box(-96, -10, 192, 10, darker(wall, 0.22))
  const top =
    shape('M-110 -94 L-80 -156 L80 -156 L110 -94Z', roof) +
    shape('M-110 -94 L110 -94 L106 -102 L-106 -102Z', darker(roof))
  const windows = [-76, -34, 44].map((x) => pane(x, -78, 30, 36, glass)).join('')
  return chimney(dice, 44) + body + top + windows + door(dice, 4) + bush(dice)
}

function gable(dice: Dice, wall: string, roof: string, glass: string): string {
  const body =
    shape('M-66 0 L-66 -92 L0 -152 L66 -92 L66 0Z', wall) + box(-66, -9, 132, 9, darker(wall, 0.22))
  const shade = shape('M0 -152 L66 -92 L66 -80 L0 -140 L-66 -80 L-66 -92Z', darker(wall, 0.15))
  const top = shape('M-80 -82 L0 -160 L80 -82 L72 -76 L0 -146 L-72 -76Z', roof)
  const windows = [-50, 22].map((x) => pane(x, -72, 28, 34, glass)).join('')
  const attic = circle(0, -106, 11, darker(wall, 0.3)) + circle(0, -106, 8.4, glass)
  return chimney(dice, 34) + body + shade + top + windows + attic + door(dice, -13) + bush(dice)
}

function chimney(dice: Dice, x: number): string {
  if (dice.chance(0.35)) return ''
  const smoke = dice.chance(0.4)
    ? stroke(svg`M${x + 10} -178 q8 -10 0 -18 q-8 -10 4 -20`, '#ffffff88', 7)
    : ''
  return smoke + box(x, -172, 20, 46, '#a2604e') + box(x - 3, -176, 26, 7, '#8a4f41', 2)
}

function pane(x: number, y: number, width: number, height: number, glass: string): string {
  const frame = box(x - 3, y - 3, width + 6, height + 6, '#fbf8f0', 2)
  const cross = stroke(
    svg`M${x + width / 2} ${y} v${height} M${x} ${y + height / 2} h${width}`,
    '#fbf8f0',
    2.4,
  )
  return (
    frame +
    box(x, y, width, height, glass) +
    cross +
    box(x - 5, y + height + 2, width + 10, 4, '#d8cdbb', 1)
  )
}

function door(dice: Dice, x: number): string {
  const wood = dice.pick([...woods, '#4f7d8c', '#8c4a4a'])
  return (
    box(x - 3, -61, 32, 61, '#fbf8f0', 2) +
    box(x, -58, 26, 58, wood, 2) +
    circle(x + 21, -28, 2, '#f0d080')
  )
}

function bush(dice: Dice): string {
  if (dice.chance(0.5)) return ''
  const x = dice.pick([-60, 58])
  return (
    circle(x, -9, 12, '#6b9a5e') +
    circle(x + 14, -7, 10, '#7fae6a') +
    circle(x - 12, -6, 9, '#5d8b56')
  )
}
