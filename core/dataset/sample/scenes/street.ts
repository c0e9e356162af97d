import { mix } from '../colours'
import type { Dice } from '../dice'
import { drawGround, drawSky } from '../landscape'
import type { Mood } from '../moods'
import { drawBench, drawBin, drawBush, drawCone, drawSign } from '../props/outdoors'
import { prop, role, type Scene, zone } from '../scene'
import { box } from '../svg'
import { drawBall } from '../things/ball'
import { drawBicycle } from '../things/bicycle'
import { drawBird } from '../things/bird'
import { drawCar } from '../things/car'
import { drawCat } from '../things/cat'
import { drawDog } from '../things/dog'
import { drawHouse } from '../things/house'
import { drawLamp } from '../things/lamp'
import { drawPerson } from '../things/person'
import { drawTree } from '../things/tree'
import { drawPersonWithUmbrella } from '../things/umbrella'

const row = zone('ground', [212, 216], [0.62, 0.8])
const pavement = zone('ground', [226, 246], [0.62, 0.78])
const road = zone('road', [268, 318], [0.62, 1.05])
const kerb = zone('ground', [346, 358], [1.15, 1.6])
const sky = zone('sky', [46, 120], [0.45, 0.9])

export const street: Scene = {
  name: 'street',
  indoors: false,
  backdrop: (dice, mood) => drawSky(dice, mood, 200) + towers(dice, mood) + pave(mood),
  roles: [
    role('house', drawHouse, row, 1.3, 3),
    role('tree', drawTree, row, 0.8, 3),
    role('tree', drawTree, pavement, 0.3),
    role('car', drawCar, road, 2.4, 2),
    role('person', drawPerson, pavement, 1.1, 3),
    role('person', drawPerson, kerb, 0.6, 2),
    { classes: ['person', 'umbrella'], draw: drawPersonWithUmbrella, zone: pavement, weight: 0.5 },
    { classes: ['person', 'umbrella'], draw: drawPersonWithUmbrella, zone: kerb, weight: 0.3 },
    role('bicycle', drawBicycle, pavement, 0.7, 2),
    role('bicycle', drawBicycle, kerb, 0.7),
    role('lamp', drawLamp, pavement, 0.8, 2),
    role('dog', drawDog, pavement, 0.4),
    role('dog', drawDog, kerb, 0.5),
    role('cat', drawCat, kerb, 0.3),
    role('bird', drawBird, sky, 0.4, 3),
    role('bird', drawBird, kerb, 0.3, 2),
    role('ball', drawBall, road, 0.3),
  ],
  props: [
    prop(drawBush, pavement),
    prop(drawBench, pavement),
    prop(drawBin, pavement),
    prop(drawSign, pavement),
    prop(drawCone, road),
    prop(drawBin, kerb, 0.5),
  ],
}

/** Flat-roofed blocks far away, pale, so that nobody takes them for houses. */
function towers(dice: Dice, mood: Mood): string {
  let blocks = ''
  for (let x = -10; x < 480;) {
    const width = dice.between(34, 70)
    const height = dice.between(24, 92)
    const colour = mix(mood.hills[0], mood.sky[2], dice.between(0.1, 0.5))
    blocks += box(x, 206 - height, width, height + 4, colour)
    for (let y = 214 - height; y < 196; y += 13) {
      for (let dx = 7; dx < width - 8; dx += 12) {
        if (dice.chance(0.6)) blocks += box(x + dx, y, 5, 6, mood.dark ? '#ffd98a99' : '#ffffff55')
      }
    }
    x += width + dice.between(0, 10)
  }
  return blocks
}

function pave(mood: Mood): string {
  const stone = mix(mood.road, '#f2e8d8', 0.5)
  const dashes = [10, 110, 210, 310, 410].map((x) => box(x, 287, 56, 5, '#f4ecd8', 2)).join('')
  const joints = [0, 60, 120, 180, 240, 300, 360, 420]
    .map((x) => box(x, 338, 1.6, 22, '#00000014'))
    .join('')
  return (
    drawGround('pavement', [stone, mix(stone, '#ffffff', 0.12)], 206) +
    box(0, 250, 480, 84, mood.road) +
    box(0, 247, 480, 5, mix(stone, '#ffffff', 0.4)) +
    box(0, 333, 480, 5, mix(stone, '#ffffff', 0.4)) +
    dashes +
    joints
  )
}
