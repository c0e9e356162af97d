import type { ClassInfo } from '@contract/classes'
import type { ClassId } from '@contract/ids'
import type { Mask, SegmentId, SegmentInfo } from '@contract/segments'
import type { Size } from '@/canvas/coordinates'
import type { PaintedMask } from '@/canvas/masks/paint-masks'
import { edgesOf, spansOf } from '@/canvas/masks/spans'
import type { Spans } from '@/canvas/masks/spans'

/** How far apart by hue: many segments without a class are told apart by their neighbours' colours. */
const GOLDEN_ANGLE = 137.508
const noClass = '#a7adb8'

export interface Shape {
  readonly spans: Spans
  readonly edges: Spans
}

/** Masks are unpacked once for a grid, however often they are painted. */
export class Shapes {
  readonly grid: Size
  readonly #known = new WeakMap<Mask, Shape>()

  constructor(grid: Size) {
    this.grid = grid
  }

  of(mask: Mask): Shape {
    const known = this.#known.get(mask)
    if (known !== undefined) return known
    const spans = spansOf(mask, this.grid)
    const made = { spans, edges: edgesOf(spans) }
    this.#known.set(mask, made)
    return made
  }
}

export interface Look {
  readonly classes: ReadonlyMap<ClassId, ClassInfo>
  /** 0..1 */
  readonly opacity: number
  readonly hovered: SegmentId | null
  readonly selected: ReadonlySet<SegmentId>
  /** The one whose draft is shown in its place. */
  readonly edited: SegmentId | null
}

/** Large ones below small ones, so that none hides another; those that are pointed at on top. */
export function paintedSegments(
  segments: readonly SegmentInfo[],
  shapes: Shapes,
  look: Look,
): PaintedMask[] {
  const stands = ({ id, area }: SegmentInfo) =>
    (look.selected.has(id) ? 2 : 0) + (look.hovered === id ? 4 : 0) - area
  return segments
    .filter(({ id }) => id !== look.edited)
    .toSorted((a, b) => stands(a) - stands(b))
    .map((one) => {
      const strong = look.hovered === one.id || look.selected.has(one.id)
      const state = { proposed: 0.55, kept: 1, rejected: 0.2 }[one.state]
      return {
        ...shapes.of(one.mask),
        colour: colourOf(one.class, look.classes),
        fill: Math.min(0.8, look.opacity * state * (strong ? 1.25 : 1)),
        edge: strong ? 1 : 0.4 + 0.6 * look.opacity,
        dashed: one.state !== 'kept' && !strong,
      }
    })
}

export function colourOf(label: ClassId | null, classes: ReadonlyMap<ClassId, ClassInfo>): string {
  return (label === null ? undefined : classes.get(label)?.colour) ?? noClass
}

/** One of very many colours, neighbours far apart. */
export function pieceColour(index: number): string {
  return hex((index * GOLDEN_ANGLE) % 360, 0.62, index % 2 === 0 ? 0.58 : 0.44)
}

/** Hue in degrees, saturation and lightness 0..1, as CSS Color 4 has them. */
function hex(hue: number, saturation: number, lightness: number): string {
  const amount = saturation * Math.min(lightness, 1 - lightness)
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12
    const value = lightness - amount * Math.max(-1, Math.min(k - 3, 9 - k, 1))
    return Math.round(255 * value)
      .toString(16)
      .padStart(2, '0')
  }
  return `#${channel(0)}${channel(8)}${channel(4)}`
}
