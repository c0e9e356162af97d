import { darker, lighter, mix, paints, woods } from '../colours'
import type { Dice } from '../dice'
import {
  drawBoard,
  drawBottle,
  drawBowl,
  drawClock,
  drawKettle,
  drawPlate,
  drawStool,
} from '../props/indoors'
import { drawWindow } from '../room'
import { prop, role, type Scene, zone } from '../scene'
import { box, stroke, svg, verticalGradient } from '../svg'
import { drawBall } from '../things/ball'
import { drawCat } from '../things/cat'
import { drawChair } from '../things/chair'
import { drawCup } from '../things/cup'
import { drawDog } from '../things/dog'
import { drawFlower } from '../things/flower'
import { drawLamp } from '../things/lamp'
import { drawPerson } from '../things/person'

const counter = zone('table', [214, 219], [1.25, 1.5], [24, 456])
const floor = zone('floor', [308, 330], [1.5, 1.75])
const front = zone('floor', [336, 354], [1.75, 2.1])
const ceiling = zone('ceiling', [0, 0], [1.1, 1.5], [70, 410])
const wall = zone('ceiling', [96, 150], [0.9, 1.2], [210, 460])

export const kitchen: Scene = {
  name: 'kitchen',
  indoors: true,
  backdrop: (dice, mood) =>
    room(dice) + drawWindow(dice, mood, dice.between(34, 90), 52, 120, 104) + cupboards(dice),
  roles: [
    role('cup', drawCup, counter, 2.2, 4),
    role('flower', drawFlower, counter, 1, 2),
    role('cat', drawCat, counter, 0.5),
    role('cat', drawCat, front, 0.6),
    role('lamp', drawLamp, ceiling, 1.1, 2),
    role('chair', drawChair, floor, 0.9, 2),
    role('chair', drawChair, front, 0.7),
    role('person', drawPerson, floor, 1.1, 2),
    role('dog', drawDog, front, 0.9),
    role('ball', drawBall, front, 0.35),
  ],
  props: [
    prop(drawBottle, counter, 1.2),
    prop(drawBowl, counter, 1.2),
    prop(drawKettle, counter),
    prop(drawBoard, counter),
    prop(drawClock, wall),
    prop(drawPlate, wall),
    prop(drawStool, floor, 0.7),
  ],
}

function room(dice: Dice): string {
  const tint = dice.pick(['#f3e6d2', '#dfe9e2', '#e8e1ec', '#f0dcd2', '#dde7ef'])
  const tiles = lighter(tint, 0.5)
  const lines =
    Array.from({ length: 24 }, (_, i) => svg`M${i * 20} 156 V216`).join('') +
    'M0 176 H480 M0 196 H480'
  const floor = dice.pick([...woods, '#b9b3ad', '#9aa7ab'] as const)
  const boards = [300, 318, 340].map((y) => svg`M0 ${y} H480`).join('')
  return (
    verticalGradient('wall', tint, darker(tint, 0.06)) +
    box(0, 0, 480, 300, 'url(#wall)') +
    box(0, 156, 480, 62, tiles) +
    stroke(lines, darker(tiles, 0.08), 1) +
    verticalGradient('floor', mix(floor, '#ffffff', 0.35), mix(floor, '#ffffff', 0.15)) +
    box(0, 292, 480, 68, 'url(#floor)') +
    stroke(boards, '#00000018', 1.4)
  )
}

function cupboards(dice: Dice): string {
  const paint = dice.pick([...paints, '#e9e2d4', '#cfd8d6'])
  const front = mix(paint, '#f4eee2', 0.35)
  const doors = [12, 88, 164, 240, 316, 392].map((x) => {
    const panel = box(x, 234, 72, 54, lighter(front, 0.14), 3)
    return panel + box(x + 30, 240, 12, 3, darker(front, 0.4), 1.5)
  })
  const top = dice.pick(woods)
  return (
    box(4, 226, 472, 68, front) +
    doors.join('') +
    box(0, 212, 480, 15, lighter(top, 0.2), 3) +
    box(0, 222, 480, 5, darker(top, 0.1)) +
    shelf(dice)
  )
}

function shelf(dice: Dice): string {
  if (dice.chance(0.4)) return ''
  const wood = dice.pick(woods)
  const jars = [262, 292, 318, 350, 384, 420].map((x) => {
    if (dice.chance(0.3)) return ''
    const height = dice.between(16, 30)
    return box(
      x,
      76 - height,
      dice.between(12, 20),
      height,
      mix(dice.pick(paints), '#ffffff', 0.3),
      3,
    )
  })
  return (
    jars.join('') +
    box(250, 76, 206, 7, wood, 2) +
    box(266, 83, 5, 12, darker(wood)) +
    box(434, 83, 5, 12, darker(wood))
  )
}
