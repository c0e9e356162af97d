import { lighter } from '../colours'
import { drawGround, drawHills, drawRipples, drawSky } from '../landscape'
import {
  drawBucket,
  drawBuoy,
  drawCrate,
  drawRock,
  drawStarfish,
  drawTowel,
} from '../props/outdoors'
import { prop, role, type Scene, zone } from '../scene'
import { shape } from '../svg'
import { drawBall } from '../things/ball'
import { drawBird } from '../things/bird'
import { drawBoat } from '../things/boat'
import { drawChair } from '../things/chair'
import { drawDog } from '../things/dog'
import { drawPerson } from '../things/person'
import { drawTree } from '../things/tree'
import { drawUmbrella } from '../things/umbrella'

const sea = zone('water', [166, 206], [0.34, 0.72])
const dune = zone('sand', [236, 258], [0.72, 0.9])
const sand = zone('sand', [250, 312], [0.8, 1.25])
const front = zone('sand', [320, 352], [1.25, 1.7])
const sky = zone('sky', [34, 110], [0.4, 0.9])

export const beach: Scene = {
  name: 'beach',
  indoors: false,
  warm: true,
  backdrop: (dice, mood) =>
    drawSky(dice, mood, 150) +
    (dice.chance(0.5) ? drawHills(dice, mood, 150) : '') +
    drawGround('sea', mood.sea, 150) +
    drawRipples(dice, 150, 214) +
    drawGround('sand', mood.sand, 222) +
    shape('M0 222 Q80 206 170 220 T330 218 T480 214 L480 232 L0 232Z', lighter(mood.sea[0], 0.7)) +
    shape('M0 228 Q80 213 170 226 T330 225 T480 221 L480 250 L0 250Z', mood.sand[0]),
  roles: [
    role('boat', drawBoat, sea, 1.8, 3),
    role('umbrella', drawUmbrella, sand, 1.5, 2),
    role('person', drawPerson, sand, 1, 3),
    role('person', drawPerson, front, 0.5),
    role('ball', drawBall, sand, 0.6, 2),
    role('ball', drawBall, front, 0.7),
    role('chair', drawChair, sand, 0.7, 2),
    role('chair', drawChair, front, 0.5),
    role('dog', drawDog, sand, 0.7),
    role('bird', drawBird, sky, 0.9, 5),
    role('bird', drawBird, front, 0.5, 2),
    role('tree', drawTree, dune, 0.9, 2),
  ],
  props: [
    prop(drawBucket, sand),
    prop(drawTowel, sand),
    prop(drawStarfish, front),
    prop(drawRock, dune),
    prop(drawBuoy, sea),
    prop(drawCrate, sand, 0.4),
  ],
}
