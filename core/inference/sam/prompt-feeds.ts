import type { Frame } from './frame'
import type { DecoderLayout } from './layout'
import type { Values } from './network'

/** Of masks that are given back, and of those that come out: a quarter of the usual square. */
export const MASK_SIDE = 256

/** A prompt in the pixels of a network's square. */
export interface FramePrompt {
  readonly points: readonly { readonly x: number; readonly y: number; readonly positive: boolean }[]
  readonly box: readonly [x0: number, y0: number, x1: number, y1: number] | null
  /** Logits [256, 256] over the square, of the answer that this refines. */
  readonly memory: Float32Array | null
}

const NEGATIVE = 0
const POSITIVE = 1
const BOX_START = 2
const BOX_END = 3
const PADDING = -1

/** What one prompt, or many of one point each, puts into the half that answers. */
export function promptFeeds(
  layout: DecoderLayout,
  prompts: readonly FramePrompt[],
  frame: Frame,
): Record<string, Values> {
  return layout.style === 'axes' ? axesFeeds(layout, prompts) : labelFeeds(layout, prompts, frame)
}

/** `input_points` [1, prompts, points, 2]; a box is an input of its own, [1, boxes, 4]. */
function axesFeeds(layout: DecoderLayout, prompts: readonly FramePrompt[]): Record<string, Values> {
  const count = prompts[0]?.points.length ?? 0
  const boxes = prompts.flatMap(({ box }) => (box === null ? [] : [box]))
  const points = prompts.flatMap((prompt) => prompt.points)
  const feeds: Record<string, Values> = {
    input_points: {
      data: Float32Array.from(points.flatMap(({ x, y }) => [x, y])),
      dims: [1, prompts.length, count, 2],
    },
    input_labels: {
      data: Float32Array.from(points, ({ positive }) => (positive ? POSITIVE : NEGATIVE)),
      dims: [1, prompts.length, count],
    },
  }
  if (layout.takesBoxes) {
    feeds['input_boxes'] = { data: Float32Array.from(boxes.flat()), dims: [1, boxes.length, 4] }
  }
  return feeds
}

/** `point_coords` [prompts, points, 2]; the corners of a box are points with labels of their own. */
function labelFeeds(
  layout: DecoderLayout,
  prompts: readonly FramePrompt[],
  frame: Frame,
): Record<string, Values> {
  const places = prompts.map((prompt) => labelledPlaces(prompt, layout.padsPoints))
  const count = places[0]?.length ?? 0
  const all = places.flat()
  const memory = prompts[0]?.memory ?? null
  const feeds: Record<string, Values> = {
    point_coords: {
      data: Float32Array.from(all.flatMap(({ x, y }) => [x, y])),
      dims: [prompts.length, count, 2],
    },
    point_labels: {
      data: Float32Array.from(all, ({ label }) => label),
      dims: [prompts.length, count],
    },
  }
  if (layout.takesMask) {
    const empty = new Float32Array(MASK_SIDE * MASK_SIDE)
    feeds['mask_input'] = { data: memory ?? empty, dims: [1, 1, MASK_SIDE, MASK_SIDE] }
    feeds['has_mask_input'] = { data: Float32Array.of(memory === null ? 0 : 1), dims: [1] }
  }
  if (layout.takesSize) {
    // Its masks of the picture's size are not used: a small one costs less.
    const small = (length: number) => Math.max(1, Math.round((length / frame.side) * MASK_SIDE))
    feeds['orig_im_size'] = {
      data: Float32Array.of(small(frame.height), small(frame.width)),
      dims: [2],
    }
  }
  return feeds
}

function labelledPlaces({ points, box }: FramePrompt, pads: boolean) {
  const places = points.map(({ x, y, positive }) => ({
    ...{ x, y },
    label: positive ? POSITIVE : NEGATIVE,
  }))
  if (box !== null) {
    const [x0, y0, x1, y1] = box
    const corners = [
      { x: x0, y: y0, label: BOX_START },
      { x: x1, y: y1, label: BOX_END },
    ]
    return [...places, ...corners]
  }
  return pads ? [...places, { x: 0, y: 0, label: PADDING }] : places
}
