import type { ClassId, ImageId } from '../contract/ids'
import type { DecideInput } from '../contract/labels'
import type { Mask, NewSegment, SegmentEdit } from '../contract/segments'
import { encodeRle } from '../kernel/mask/rle'

/** A mask whose pixels are drawn: `#` is inside. */
export function drawn(...rows: string[]): Mask {
  const width = rows[0]?.length ?? 0
  const data = Uint8Array.from(rows.join(''), (sign) => (sign === '#' ? 1 : 0))
  return encodeRle({ width, height: rows.length, data })
}

/** The left half of a test picture, of 640 x 480, on a small grid. */
export const left = drawn('##..', '##..', '##..')
/** The right quarter of it. */
export const right = drawn('...#', '...#', '...#')

export function segment(
  image: ImageId | undefined,
  of: ClassId | null | undefined,
  mask: Mask = left,
): NewSegment {
  if (image === undefined || of === undefined) throw new Error('the test project is too small')
  return { image, class: of, state: 'kept', source: 'prompts', mask }
}

/** One gesture of segments alone. */
export function gesture(...segments: SegmentEdit[]): DecideInput {
  return { view: 'segment', ms: 5, decisions: [], segments }
}

export function adding(...segments: NewSegment[]): DecideInput {
  return gesture({ kind: 'add', segments })
}
