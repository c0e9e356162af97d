import { mix } from '../colours'
import { drawGround, drawHills, drawRipples, drawSky } from '../landscape'
import { drawBarrel, drawBench, drawBuoy, drawCrate, drawRock, drawSign } from '../props/outdoors'
import { prop, role, type Scene, zone } from '../scene'
import { box } from '../svg'
import { drawBicycle } from '../things/bicycle'
import { drawBird } from '../things/bird'
import { drawBoat } from '../things/boat'
import { drawCar } from '../things/car'
import { drawCat } from '../things/cat'
import { drawChair } from '../things/chair'
import { drawDog } from '../things/dog'
import { drawHouse } from '../things/house'
import { drawLamp } from '../things/lamp'
import { drawPerson } from '../things/person'
import { drawPersonWithUmbrella } from '../things/umbrella'

const shore = zone('ground', [164, 169], [0.3, 0.45])
const water = zone('water', [188, 258], [0.45, 1.05])
const quay = zone('ground', [296, 322], [0.95, 1.2])
const front = zone('ground', [330, 354], [1.25, 1.65])
const sky = zone('sky', [34, 120], [0.4, 0.95])

export const harbour: Scene = {
  name: 'harbour',
  indoors: false,
  backdrop: (dice, mood) => {
    const stone = mix(mood.road, '#efe2cc', 0.45)
    const joints = Array.from({ length: 13 }, (_, i) =>
      box(i * 40 - 8, 284, 1.6, 14, '#00000018'),
    ).join('')
    return (
      drawSky(dice, mood, 158) +
      drawHills(dice, mood, 160) +
      box(0, 156, 480, 16, mix(mood.hills[1], mood.grass[1], 0.5)) +
      drawGround('sea', mood.sea, 171) +
      drawRipples(dice, 172, 280) +
      drawGround('quay', [stone, mix(stone, '#ffffff', 0.2)], 280) +
      box(0, 280, 480, 5, mix(stone, '#ffffff', 0.5)) +
      joints
    )
  },
  roles: [
    role('boat', drawBoat, water, 2.6, 4),
    role('house', drawHouse, shore, 0.8, 4),
    role('person', drawPerson, quay, 0.9, 3),
    role('person', drawPerson, front, 0.4),
    { classes: ['person', 'umbrella'], draw: drawPersonWithUmbrella, zone: quay, weight: 0.5 },
    role('bird', drawBird, sky, 0.6, 5),
    role('bird', drawBird, water, 0.3, 3),
    role('bird', drawBird, front, 0.5, 3),
    role('bicycle', drawBicycle, quay, 0.8),
    role('lamp', drawLamp, quay, 0.8, 2),
    role('cat', drawCat, front, 0.6),
    role('dog', drawDog, front, 0.5),
    role('car', drawCar, quay, 0.4),
    role('chair', drawChair, quay, 0.3),
  ],
  props: [
    prop(drawBarrel, quay, 1.2),
    prop(drawCrate, quay, 1.2),
    prop(drawBuoy, water),
    prop(drawBench, quay),
    prop(drawRock, front, 0.4),
    prop(drawSign, quay, 0.5),
  ],
}
