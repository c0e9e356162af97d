import type { Size } from '../coordinates'
import type { Spans } from './spans'

/** A mask and how it looks. */
export interface PaintedMask {
  readonly spans: Spans
  readonly edges: Spans
  /** `#rrggbb` */
  readonly colour: string
  /** How strongly it covers the picture, 0..1. */
  readonly fill: number
  readonly edge: number
  /** A broken outline: nobody has said yes to it. */
  readonly dashed: boolean
}

const DASH = 4

/**
 * Paints masks over each other, the last on top, as pixels of an ImageData: RGBA, not premultiplied.
 * What was there before is gone. `pixels` is [height, width].
 */
export function paintMasks(pixels: Uint32Array, size: Size, masks: readonly PaintedMask[]): void {
  pixels.fill(0)
  for (const mask of masks) {
    if (mask.fill > 0) fillSpans(pixels, size.width, mask.spans, inkOf(mask.colour, mask.fill))
    const ink = inkOf(mask.colour, mask.edge)
    if (mask.dashed) dashSpans(pixels, size.width, mask.edges, ink)
    else fillSpans(pixels, size.width, mask.edges, ink)
  }
}

function fillSpans(pixels: Uint32Array, width: number, spans: Spans, ink: number): void {
  const { rows, ends, top } = spans
  for (let row = 0; row + 1 < rows.length; row++) {
    const start = (top + row) * width
    const last = rows[row + 1] ?? 0
    for (let i = rows[row] ?? 0; i < last; i += 2) {
      const from = start + (ends[i] ?? 0)
      const to = start + (ends[i + 1] ?? 0)
      // Most runs of an outline are a pixel or two, for which a call costs more than it saves.
      if (to - from > 8) pixels.fill(ink, from, to)
      else for (let at = from; at < to; at++) pixels[at] = ink
    }
  }
}

function dashSpans(pixels: Uint32Array, width: number, spans: Spans, ink: number): void {
  const { rows, ends, top } = spans
  for (let row = 0; row + 1 < rows.length; row++) {
    const y = top + row
    const last = rows[row + 1] ?? 0
    for (let i = rows[row] ?? 0; i < last; i += 2) {
      for (let x = ends[i] ?? 0; x < (ends[i + 1] ?? 0); x++) {
        if ((x + y) % (2 * DASH) < DASH) pixels[y * width + x] = ink
      }
    }
  }
}

/** Red is the lowest byte: every machine that runs a browser is little-endian. */
export function inkOf(colour: string, strength: number): number {
  const rgb = /^#[\da-f]{6}$/i.test(colour) ? Number.parseInt(colour.slice(1), 16) : 0x888888
  const alpha = Math.round(255 * Math.min(1, Math.max(0, strength)))
  return ((alpha << 24) | ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16)) >>> 0
}
