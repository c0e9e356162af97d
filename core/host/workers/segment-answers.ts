import { randomUUID } from 'node:crypto'
import { Failure } from '../../contract/failures'
import type { PromptAnswer, SegmentPrompt } from '../../contract/segments'
import { longestMaskSide } from '../../contract/segments'
import { gridWithin } from '../../kernel/mask/grid-within'
import { encodeRle, rleArea } from '../../kernel/mask/rle'
import { stabilityOf, toBitmap } from '../../segmentation/rasterise'
import type { Embedding, Guess, Prompt, PromptBox } from '../../segmentation/segmenter'

interface Size {
  readonly width: number
  readonly height: number
}

/** Answers whose masks can still be refined; older ones are refined by their prompts alone. */
const mostAnswers = 32

/** Prompts as segmenters want them, and what they answered as windows want it. */
export class SegmentAnswers {
  readonly #memories = new Map<string, { image: number; of: readonly Float32Array[] }>()

  /** Fractions as pixels of what the segmenter saw. Throws BAD_REQUEST for a box beside the picture. */
  promptFor(
    { points, box, strokes, previous }: SegmentPrompt,
    image: number,
    { width, height }: Embedding,
  ): Prompt {
    const place = ({ x, y }: { x: number; y: number }) => ({ x: x * width, y: y * height })
    const memory = previous && this.#memories.get(previous.answer)
    return {
      points: points.map(({ at, positive }) => ({ ...place(at), positive })),
      box: box && boxWithin(box, { width, height }),
      strokes: strokes.map((stroke) => ({
        ...{ positive: stroke.positive, width: stroke.width * width },
        points: stroke.points.map(place),
      })),
      previous: memory?.image === image ? (memory.of[previous?.choice ?? 0] ?? null) : null,
    }
  }

  /** Masks on the picture's grid, the best first; those without a pixel are left out. */
  answer(guesses: readonly Guess[], image: number, model: string, picture: Size): PromptAnswer {
    const { width, height } = maskGrid(picture)
    const found = guesses
      .map((guess) => ({ guess, mask: encodeRle(toBitmap(guess, width, height)) }))
      .filter(({ mask }) => rleArea(mask) > 0)
      .sort((a, b) => b.guess.quality - a.guess.quality)
    const answer = randomUUID()
    this.#memories.set(answer, { image, of: found.map(({ guess }) => guess.memory) })
    const [oldest] = this.#memories.keys()
    if (this.#memories.size > mostAnswers && oldest !== undefined) this.#memories.delete(oldest)
    const choices = found.map(({ guess, mask }) => ({
      ...{ mask, quality: guess.quality, stability: stabilityOf(guess) },
    }))
    return { answer, model, choices }
  }
}

/** The grid of masks of a picture: its own, or smaller where it is very large. */
export function maskGrid(picture: Size): Size {
  return gridWithin(picture, longestMaskSide)
}

function boxWithin({ x0, y0, x1, y1 }: PromptBox, { width, height }: Size): PromptBox {
  const inside = (value: number) => Math.min(1, Math.max(0, value))
  const across = [inside(x0), inside(x1)].sort((a, b) => a - b)
  const down = [inside(y0), inside(y1)].sort((a, b) => a - b)
  const [left = 0, right = 0] = across
  const [top = 0, bottom = 0] = down
  if (right > left && bottom > top) {
    return { x0: left * width, y0: top * height, x1: right * width, y1: bottom * height }
  }
  throw new Failure('BAD_REQUEST', 'This box has nothing of the picture in it.', {
    advice: 'Draw it over the picture.',
  })
}
