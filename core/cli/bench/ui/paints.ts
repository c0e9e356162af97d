import { z } from 'zod'

/** What the probe has written down. */
export const paints = z.object({
  keys: z.array(z.object({ key: z.string(), at: z.number() })),
  paints: z.array(z.object({ source: z.string(), at: z.number() })),
})
export type Paints = z.infer<typeof paints>

/**
 * For each press of `key` the milliseconds until the next picture stood there as sharp as it got
 * before the press after it; null where no other picture came.
 */
export function keyToPicture({ keys, paints: drawn }: Paints, key: string): (number | null)[] {
  const pressed = keys.filter((one) => one.key === key)
  return pressed.map(({ at }, turn) => {
    const until = pressed[turn + 1]?.at ?? Infinity
    const before = drawn.findLast((paint) => paint.at <= at)
    const next = drawn.filter(
      (paint) =>
        paint.at > at && paint.at <= until && pictureOf(paint.source) !== pictureOf(before?.source),
    )
    const last = next.at(-1)
    // Drawn again for another reason (a mark, a size), it was there before.
    const first = next.find((paint) => paint.source === last?.source)
    return first === undefined ? null : first.at - at
  })
}

/** An address without its size: `/media/project/image`. */
function pictureOf(source: string | undefined): string | undefined {
  return source?.slice(0, source.lastIndexOf('/'))
}
