import { darker, mix } from '../colours'
import type { Dice } from '../dice'
import { drawGround, drawHills, drawSky, drawTufts } from '../landscape'
import type { Mood } from '../moods'
import { drawBarrel, drawBush, drawCrate, drawFence, drawHay } from '../props/outdoors'
import { prop, role, type Scene, warm, zone } from '../scene'
import { shape, svg } from '../svg'
import { drawBicycle } from '../things/bicycle'
import { drawBird } from '../things/bird'
import { drawCar } from '../things/car'
import { drawCat } from '../things/cat'
import { drawDog } from '../things/dog'
import { drawFlower } from '../things/flower'
import { drawHouse } from '../things/house'
import { drawPerson } from '../things/person'
import { drawTree } from '../things/tree'

const edge = zone('ground', [204, 228], [0.4, 0.8])
const yard = zone('ground', [244, 300], [0.7, 1.1])
const front = zone('ground', [314, 352], [1.2, 1.7])
const sky = zone('sky', [40, 130], [0.4, 0.85])

export const farm: Scene = {
  name: 'farm',
  indoors: false,
  backdrop: (dice, mood) =>
    drawSky(dice, mood, 186) +
    drawHills(dice, mood, 188) +
    drawGround('grass', mood.grass, 186) +
    field(dice, mood) +
    drawTufts(dice, mood.grass[1], 232),
  roles: [
    role('house', drawHouse, edge, 1.8, 2),
    role('tree', drawTree, edge, 0.9, 3),
    role('tree', drawTree, yard, 0.3),
    role('person', drawPerson, yard, 0.8, 2),
    role('person', drawPerson, front, 0.3),
    role('dog', drawDog, front, 0.7),
    role('dog', drawDog, yard, 0.5, 2),
    role('cat', drawCat, front, 0.7, 2),
    role('cat', drawCat, yard, 0.4),
    role('bird', drawBird, front, 0.8, 4),
    role('bird', drawBird, yard, 0.4, 4),
    role('bird', drawBird, sky, 0.2, 4),
    role('car', drawCar, yard, 1),
    role('bicycle', drawBicycle, yard, 0.4),
    warm(role('flower', drawFlower, front, 0.8, 4)),
  ],
  props: [
    prop(drawHay, yard, 1.4),
    prop(drawFence, edge, 1.5),
    prop(drawFence, yard),
    prop(drawBush, edge),
    prop(drawBarrel, front),
    prop(drawCrate, front),
  ],
}

/** Furrows that run towards a point on the horizon. */
function field(dice: Dice, mood: Mood): string {
  const x = dice.between(100, 380)
  const soil = mood.name === 'winter' ? '#e3eaf0' : mix('#c9a76a', mood.grass[0], 0.4)
  return [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4]
    .map((i) => {
      const left = x + i * 26
      return shape(
        svg`M${left} 188 L${left + 13} 188 L${left + 13 + i * 9 + 6} 232 L${left - 10 + i * 9} 232Z`,
        i % 2 === 0 ? soil : darker(soil, 0.08),
      )
    })
    .join('')
}
