import { Dice } from './dice'
import { layOut, type Placed } from './layout'
import { drawMood, type Mood } from './moods'
import { pictureHeight, pictureWidth, type Scene } from './scene'
import { beach } from './scenes/beach'
import { farm } from './scenes/farm'
import { harbour } from './scenes/harbour'
import { kitchen } from './scenes/kitchen'
import { livingRoom } from './scenes/living-room'
import { park } from './scenes/park'
import { street } from './scenes/street'
import { terrace } from './scenes/terrace'
import { box, circle, ellipse, glowGradient, group, svg } from './svg'

const scenes: readonly [Scene, ...Scene[]] = [
  street,
  park,
  beach,
  kitchen,
  livingRoom,
  farm,
  harbour,
  terrace,
]

/** Every class of the sample, in alphabetical order. */
export const sampleClasses: readonly string[] = [
  ...new Set(scenes.flatMap((scene) => scene.roles.flatMap((role) => role.classes))),
].sort()

interface SamplePicture {
  svg: string
  /** Names of the classes that are in it, in alphabetical order; two to five. */
  labels: string[]
}

/** Draws an everyday scene by chance; the same seed always gives the same picture. */
export function drawScene(seed: number): SamplePicture {
  const dice = new Dice(seed)
  for (;;) {
    const scene = dice.pick(scenes)
    const mood = drawMood(dice)
    if (scene.warm && mood.name === 'winter') continue
    const backdrop = scene.backdrop(dice, mood)
    const placed = layOut(scene, mood, dice)
    const labels = [...new Set(placed.flatMap((one) => one.role.classes))].sort()
    if (labels.length < 2 || labels.length > 5) continue
    return { svg: compose(scene, mood, backdrop, placed), labels }
  }
}

function compose(scene: Scene, mood: Mood, backdrop: string, placed: Placed[]): string {
  const things = placed.map((one) => shadowOf(one) + drawPlaced(one)).join('')
  const opacity = mood.veil.opacity * (scene.indoors ? 0.6 : 1)
  const veil = `<rect width="${pictureWidth}" height="${pictureHeight}" fill="${mood.veil.colour}" opacity="${opacity.toFixed(2)}"/>`
  const glow = glowGradient('glow', '#ffe2a0', mood.dark ? 0.75 : 0.4)
  const lights = placed.map(glowOf).join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${pictureWidth}" height="${pictureHeight}" viewBox="0 0 ${pictureWidth} ${pictureHeight}">${glow}${backdrop}${things}${veil}${lights}${vignette}</svg>`
}

const vignette = box(0, 0, pictureWidth, pictureHeight, '#1d1a3308')

function shadowOf({ drawing, x, y, scale }: Placed): string {
  const half = drawing.shadow * scale
  return half === 0
    ? ''
    : ellipse(x + half * 0.08, y, half * 1.12, Math.max(2, half * 0.16), '#1d1a3330')
}

function drawPlaced({ drawing, x, y, scale, mirrored }: Placed): string {
  return group(
    svg`translate(${x} ${y}) scale(${mirrored ? '-' : ''}${scale.toFixed(3)} ${scale.toFixed(3)})`,
    drawing.svg,
  )
}

function glowOf({ drawing, x, y, scale, mirrored }: Placed): string {
  if (drawing.glow === undefined) return ''
  const side = mirrored ? -1 : 1
  return circle(
    x + drawing.glow.x * scale * side,
    y + drawing.glow.y * scale,
    drawing.glow.radius * scale,
    'url(#glow)',
  )
}
