import { darker, lighter, mix, paints, woods } from '../colours'
import type { Dice } from '../dice'
import {
  drawBasket,
  drawBooks,
  drawBottle,
  drawBowl,
  drawClock,
  drawCushion,
  drawPicture,
  drawStool,
} from '../props/indoors'
import { drawWindow } from '../room'
import { prop, role, type Scene, zone } from '../scene'
import { box, ellipse, verticalGradient } from '../svg'
import { drawBall } from '../things/ball'
import { drawCat } from '../things/cat'
import { drawChair } from '../things/chair'
import { drawCup } from '../things/cup'
import { drawDog } from '../things/dog'
import { drawFlower } from '../things/flower'
import { drawLamp } from '../things/lamp'
import { drawPerson } from '../things/person'

const chest = zone('table', [206, 209], [1.15, 1.4], [300, 460])
const sofa = zone('table', [256, 262], [1.2, 1.4], [50, 230])
const back = zone('floor', [284, 300], [1.35, 1.6])
const front = zone('floor', [318, 352], [1.65, 2.05])
const ceiling = zone('ceiling', [0, 0], [1, 1.4], [90, 390])
const wall = zone('ceiling', [62, 110], [1, 1.5], [230, 450])

export const livingRoom: Scene = {
  name: 'living-room',
  indoors: true,
  backdrop: (dice, mood) =>
    room(dice) +
    drawWindow(dice, mood, dice.between(40, 80), 44, 130, 110) +
    sideboard(dice) +
    couch(dice) +
    rug(dice),
  roles: [
    role('lamp', drawLamp, back, 1, 1),
    role('lamp', drawLamp, chest, 0.7),
    role('lamp', drawLamp, ceiling, 0.4),
    role('chair', drawChair, back, 0.9, 2),
    role('chair', drawChair, front, 0.7),
    role('cat', drawCat, sofa, 0.7, 2),
    role('cat', drawCat, front, 0.7, 2),
    role('dog', drawDog, front, 1, 2),
    role('person', drawPerson, back, 1.1, 2),
    role('flower', drawFlower, chest, 0.7),
    role('flower', drawFlower, back, 0.4, 2),
    role('cup', drawCup, chest, 1.1, 2),
    role('ball', drawBall, front, 0.8),
  ],
  props: [
    prop(drawPicture, wall, 1.6),
    prop(drawClock, wall, 0.6),
    prop(drawBooks, chest),
    prop(drawBowl, chest, 0.6),
    prop(drawBottle, chest, 0.5),
    prop(drawCushion, sofa, 1.4),
    prop(drawBasket, front, 0.7),
    prop(drawStool, back, 0.5),
  ],
}

function room(dice: Dice): string {
  const tint = dice.pick(['#e6d3c3', '#c9d7d2', '#d6d2e2', '#ecdcc0', '#c7d5e0', '#dcc7c4'])
  const floor = mix(dice.pick(woods), '#f4e6d0', 0.4)
  return (
    verticalGradient('wall', lighter(tint, 0.3), tint) +
    box(0, 0, 480, 272, 'url(#wall)') +
    box(0, 260, 480, 12, lighter(tint, 0.55)) +
    verticalGradient('floor', floor, darker(floor, 0.14)) +
    box(0, 272, 480, 88, 'url(#floor)')
  )
}

function couch(dice: Dice): string {
  const cloth = dice.pick(paints)
  const cushion = (x: number): string => box(x, 224, 92, 44, lighter(cloth, 0.12), 10)
  return (
    ellipse(140, 296, 136, 8, '#1d1a3326') +
    box(28, 186, 224, 90, darker(cloth, 0.1), 18) +
    cushion(48) +
    cushion(142) +
    box(44, 254, 194, 32, lighter(cloth, 0.2), 8) +
    box(14, 220, 34, 72, cloth, 12) +
    box(234, 220, 34, 72, cloth, 12)
  )
}

function sideboard(dice: Dice): string {
  const wood = dice.pick(woods)
  const drawers = [300, 380].map(
    (x) =>
      box(x, 218, 74, 26, lighter(wood, 0.18), 3) +
      box(x, 248, 74, 26, lighter(wood, 0.18), 3) +
      box(x + 31, 230, 12, 3, '#e9d7a8', 1.5) +
      box(x + 31, 260, 12, 3, '#e9d7a8', 1.5),
  )
  return (
    box(300, 280, 6, 12, darker(wood, 0.3)) +
    box(448, 280, 6, 12, darker(wood, 0.3)) +
    box(290, 210, 174, 72, wood, 3) +
    box(286, 204, 182, 8, lighter(wood, 0.2), 2) +
    drawers.join('')
  )
}

function rug(dice: Dice): string {
  const cloth = mix(dice.pick(paints), '#f4e6d0', 0.35)
  const x = dice.between(190, 290)
  return (
    ellipse(x, 334, 168, 24, cloth) +
    ellipse(x, 334, 140, 18.5, lighter(cloth, 0.3)) +
    ellipse(x, 334, 96, 12, cloth)
  )
}
