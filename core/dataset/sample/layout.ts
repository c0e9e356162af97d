import type { Dice } from './dice'
import type { Mood } from './moods'
import { type Role, type Scene, type Zone } from './scene'
import type { Drawing } from './thing'

/** One drawing at its place; x, y is its foot in pixels. */
export interface Placed {
  role: Role
  drawing: Drawing
  x: number
  y: number
  scale: number
  mirrored: boolean
}

interface Area {
  left: number
  top: number
  right: number
  bottom: number
}

const tries = 14
/** How much of a thing nearer things may cover. */
const mostCovered = 0.45

/** Chooses what a scene holds and finds a place for each, far ones first; never hides any for good. */
export function layOut(scene: Scene, mood: Mood, dice: Dice): Placed[] {
  const placed: Placed[] = []
  const cold = mood.name === 'winter'
  const roles = scene.roles.filter((role) => !(cold && role.warm))
  for (const role of cast({ ...scene, roles }, dice)) {
    const drawing = role.draw(dice, { surface: role.zone.surface, mood })
    const found = findPlace(role, drawing, placed, dice)
    if (found) placed.push(found)
  }
  return placed.sort((a, b) => a.y - b.y)
}

/** Two to five classes, some of them more than once, and a few things of no class. */
function cast(scene: Scene, dice: Dice): Role[] {
  const weights = new Map<string, number>()
  for (const { classes, weight } of scene.roles) {
    const key = classes.join('+')
    weights.set(key, (weights.get(key) ?? 0) + weight)
  }
  const roles: Role[] = []
  for (const key of dice.weighted(weights, dice.pick([2, 3, 3, 3, 4, 4, 5]))) {
    roles.push(...instances(scene, key, dice))
  }
  const props = scene.props.flatMap((one) => (dice.chance(0.42 * one.weight) ? [one] : []))
  return [...roles, ...props]
}

/** One place of a class in the scene, as often as chance and the role allow. */
function instances(scene: Scene, key: string, dice: Dice): Role[] {
  const choices = scene.roles.filter((role) => role.classes.join('+') === key)
  const [first, ...rest] = choices
  if (first === undefined) return []
  const chosen = dice.pick([first, ...rest])
  const count = dice.chance(0.35) ? 1 : dice.whole(1, chosen.most ?? 1)
  return Array.from({ length: count }, () => chosen)
}

function findPlace(role: Role, drawing: Drawing, others: Placed[], dice: Dice): Placed | null {
  for (let i = 0; i < tries; i++) {
    const candidate = tryPlace(role, drawing, dice)
    if (
      [...others, candidate].every((one) => covered(one, [...others, candidate]) <= mostCovered)
    ) {
      return candidate
    }
  }
  return null
}

function tryPlace(role: Role, drawing: Drawing, dice: Dice): Placed {
  const { far, near, farScale, nearScale, left, right } = withEdges(role.zone)
  const depth = dice.between(0, 1)
  const scale = (farScale + (nearScale - farScale) * depth) * dice.between(0.92, 1.08)
  return {
    role,
    drawing,
    x: dice.between(left, right),
    y: far + (near - far) * depth,
    scale,
    mirrored: dice.chance(0.5),
  }
}

function withEdges(zone: Zone): Required<Zone> {
  return { left: 10, right: 470, ...zone }
}

/** Share of a thing's area that nearer things cover or that lies outside the picture. */
function covered(one: Placed, all: Placed[]): number {
  const area = areaOf(one)
  const size = sizeOf(area)
  const outside = size - overlap(area, { left: 0, top: 0, right: 480, bottom: 360 })
  const hidden = all
    .filter((other) => other !== one && other.y >= one.y)
    .reduce((sum, other) => sum + overlap(area, areaOf(other)), 0)
  return (outside + hidden) / size
}

function areaOf({ drawing, x, y, scale, role }: Placed): Area {
  const half = (drawing.width * scale) / 2
  const height = drawing.height * scale
  const hangs = role.zone.surface === 'ceiling'
  return {
    left: x - half,
    right: x + half,
    top: hangs ? y : y - height,
    bottom: hangs ? y + height : y,
  }
}

function sizeOf({ left, top, right, bottom }: Area): number {
  return Math.max(0, right - left) * Math.max(0, bottom - top)
}

function overlap(a: Area, b: Area): number {
  return sizeOf({
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  })
}
