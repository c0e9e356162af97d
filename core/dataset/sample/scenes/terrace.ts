import { darker, lighter, mix, paints, woods } from '../colours'
import type { Dice } from '../dice'
import { drawGround, drawHills, drawSky, drawTufts } from '../landscape'
import { drawBoard, drawBottle, drawBowl } from '../props/indoors'
import { drawBush, drawFence, drawRock } from '../props/outdoors'
import { prop, role, type Scene, warm, zone } from '../scene'
import { box, ellipse, shape, stroke, svg } from '../svg'
import { drawBird } from '../things/bird'
import { drawCat } from '../things/cat'
import { drawChair } from '../things/chair'
import { drawCup } from '../things/cup'
import { drawDog } from '../things/dog'
import { drawFlower } from '../things/flower'
import { drawHouse } from '../things/house'
import { drawPerson } from '../things/person'
import { drawTree } from '../things/tree'
import { drawUmbrella } from '../things/umbrella'

const garden = zone('ground', [206, 228], [0.5, 0.8])
const lawn = zone('ground', [236, 258], [0.85, 1.05])
const table = zone('table', [266, 271], [1.35, 1.55], [130, 350])
const left = zone('ground', [326, 350], [1.45, 1.75], [20, 130])
const right = zone('ground', [326, 350], [1.45, 1.75], [350, 462])
const sky = zone('sky', [40, 120], [0.45, 0.9])

export const terrace: Scene = {
  name: 'terrace',
  indoors: false,
  backdrop: (dice, mood) =>
    drawSky(dice, mood, 194) +
    drawHills(dice, mood, 196) +
    drawGround('grass', mood.grass, 194) +
    drawTufts(dice, mood.grass[1], 200, 18) +
    paving(dice) +
    gardenTable(dice),
  roles: [
    role('cup', drawCup, table, 2.4, 4),
    role('flower', drawFlower, table, 0.8),
    warm(role('flower', drawFlower, lawn, 0.6, 5)),
    role('chair', drawChair, left, 0.9),
    role('chair', drawChair, right, 0.7),
    warm(role('umbrella', drawUmbrella, lawn, 1.1)),
    role('person', drawPerson, lawn, 0.9, 3),
    role('tree', drawTree, garden, 0.8, 3),
    role('house', drawHouse, garden, 0.4),
    role('cat', drawCat, left, 0.6),
    role('cat', drawCat, table, 0.3),
    role('dog', drawDog, right, 0.7),
    role('bird', drawBird, table, 0.6, 2),
    role('bird', drawBird, sky, 0.3, 3),
  ],
  props: [
    prop(drawBowl, table, 1.2),
    prop(drawBottle, table),
    prop(drawBoard, table),
    prop(drawFence, garden, 1.4),
    prop(drawBush, garden, 1.4),
    prop(drawRock, left, 0.4),
  ],
}

function paving(dice: Dice): string {
  const stone = mix(dice.pick(['#d9c6ab', '#c9c4bb', '#d8b79d']), '#ffffff', 0.1)
  const joints =
    [290, 318, 346].map((y) => svg`M0 ${y} H480`).join('') +
    [-60, 60, 180, 300, 420, 540].map((x) => svg`M${240 + (x - 240) * 0.7} 264 L${x} 360`).join('')
  return box(0, 264, 480, 96, stone) + stroke(joints, darker(stone, 0.1), 1.6)
}

function gardenTable(dice: Dice): string {
  const wood = dice.pick([...woods, '#e9e4d8', '#5f7f78'] as const)
  const cloth = lighter(dice.pick(paints), 0.4)
  const legs = stroke('M150 276 L142 344 M330 276 L338 344', darker(wood, 0.25), 7)
  const runner = dice.chance(0.5)
    ? shape('M190 262 L290 262 L300 274 L180 274Z', cloth) +
      box(180, 274, 120, 20, darker(cloth, 0.08))
    : ''
  return (
    ellipse(240, 346, 130, 9, '#1d1a3330') +
    legs +
    shape('M136 262 L344 262 L366 276 L114 276Z', lighter(wood, 0.15)) +
    box(114, 275, 252, 8, darker(wood, 0.1), 2) +
    runner
  )
}
