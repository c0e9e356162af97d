import { Failure } from '../../contract/failures'
import type { FramePrompt } from '../../inference/sam/prompt-feeds'
import type { Frame } from '../../inference/sam/frame'
import type { Prompt, PromptBox, PromptPoint } from '../segmenter'
import { placesAlong } from './stroke-points'

interface Size {
  readonly width: number
  readonly height: number
}

/**
 * A prompt in the pixels of a network's square: strokes become points, and a box, where the network takes
 * none, the point in its middle. Throws BAD_REQUEST without any positive place or box.
 */
export function framePrompt(
  prompt: Prompt,
  { width, height }: Size,
  frame: Frame,
  takesBoxes: boolean,
): FramePrompt {
  const across = (x: number) => (clamp(x, width) * frame.width) / width
  const down = (y: number) => (clamp(y, height) * frame.height) / height
  const box = prompt.box === null ? null : upright(prompt.box)
  const points = [...prompt.points, ...strokePoints(prompt)]
  if (box === null && !points.some(({ positive }) => positive)) {
    throw new Failure('BAD_REQUEST', 'Nothing says what to cut out.', {
      advice: 'Point at something, draw a stroke over it, or a box around it.',
    })
  }
  const middle = box === null || takesBoxes ? [] : [middleOf(box)]
  return {
    points: [...points, ...middle].map(({ x, y, positive }) => ({
      ...{ x: across(x), y: down(y), positive },
    })),
    box: box && takesBoxes ? [across(box.x0), down(box.y0), across(box.x1), down(box.y1)] : null,
    memory: prompt.previous,
  }
}

/** One point alone may mean a part, or the whole: the network answers with several masks. */
export const leavesDoubt = ({ points, box, memory }: FramePrompt): boolean =>
  points.length === 1 && box === null && memory === null

/** With its corners in order, wherever the drag began. */
export function upright({ x0, y0, x1, y1 }: PromptBox): PromptBox {
  return {
    ...{ x0: Math.min(x0, x1), y0: Math.min(y0, y1) },
    ...{ x1: Math.max(x0, x1), y1: Math.max(y0, y1) },
  }
}

function strokePoints({ strokes }: Prompt): PromptPoint[] {
  return strokes.flatMap((stroke) =>
    placesAlong(stroke).map((place) => ({ ...place, positive: stroke.positive })),
  )
}

function middleOf({ x0, y0, x1, y1 }: PromptBox): PromptPoint {
  return { x: (x0 + x1) / 2, y: (y0 + y1) / 2, positive: true }
}

/** What lies beside the picture counts as its edge. */
const clamp = (at: number, length: number): number => Math.min(length, Math.max(0, at))
