import { mix } from '../colours'
import { drawGround, drawHills, drawSky, drawTufts } from '../landscape'
import type { Mood } from '../moods'
import type { Dice } from '../dice'
import { drawBench, drawBin, drawBush, drawRock, drawSign } from '../props/outdoors'
import { prop, role, type Scene, warm, zone } from '../scene'
import { shape, svg } from '../svg'
import { drawBall } from '../things/ball'
import { drawBicycle } from '../things/bicycle'
import { drawBird } from '../things/bird'
import { drawChair } from '../things/chair'
import { drawDog } from '../things/dog'
import { drawFlower } from '../things/flower'
import { drawLamp } from '../things/lamp'
import { drawPerson } from '../things/person'
import { drawTree } from '../things/tree'
import { drawPersonWithUmbrella, drawUmbrella } from '../things/umbrella'

const edge = zone('ground', [204, 232], [0.45, 0.75])
const lawn = zone('ground', [240, 300], [0.7, 1.15])
const front = zone('ground', [315, 352], [1.2, 1.75])
const sky = zone('sky', [40, 130], [0.4, 0.9])

export const park: Scene = {
  name: 'park',
  indoors: false,
  backdrop: (dice, mood) =>
    drawSky(dice, mood, 190) +
    drawHills(dice, mood, 192) +
    drawGround('grass', mood.grass, 190) +
    path(dice, mood) +
    drawTufts(dice, mood.grass[1], 195),
  roles: [
    role('tree', drawTree, edge, 1.2, 4),
    role('tree', drawTree, lawn, 0.5, 2),
    role('person', drawPerson, lawn, 0.9, 3),
    role('person', drawPerson, front, 0.5),
    { classes: ['person', 'umbrella'], draw: drawPersonWithUmbrella, zone: lawn, weight: 0.35 },
    warm(role('umbrella', drawUmbrella, lawn, 0.3)),
    role('dog', drawDog, lawn, 0.8, 2),
    role('dog', drawDog, front, 0.7),
    role('ball', drawBall, lawn, 0.6, 2),
    role('ball', drawBall, front, 0.6),
    role('bicycle', drawBicycle, lawn, 1),
    role('bird', drawBird, sky, 0.5, 4),
    role('bird', drawBird, front, 0.6, 3),
    warm(role('flower', drawFlower, front, 0.9, 4)),
    warm(role('flower', drawFlower, lawn, 0.5, 4)),
    role('chair', drawChair, lawn, 0.4, 2),
    role('lamp', drawLamp, edge, 0.5, 2),
  ],
  props: [
    prop(drawBush, edge, 1.5),
    prop(drawBench, lawn),
    prop(drawBin, lawn),
    prop(drawRock, front),
    prop(drawSign, lawn, 0.5),
    prop(drawBush, front, 0.4),
  ],
}

function path(dice: Dice, mood: Mood): string {
  const x = dice.between(80, 340)
  const lean = dice.between(-120, 120)
  const sand = mix(mood.sand[0], mood.grass[0], 0.25)
  return shape(
    svg`M${x} 192 Q${x + lean * 0.2} 250 ${x + lean - 60} 360 L${x + lean + 90} 360 Q${x + lean * 0.5 + 40} 250 ${x + 14} 192Z`,
    sand,
  )
}
