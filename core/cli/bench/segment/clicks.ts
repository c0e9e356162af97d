import { longestMaskSide } from '../../../contract/segments'
import { readWhole } from '../../../inference/read-whole'
import { gridWithin } from '../../../kernel/mask/grid-within'
import { encodeRle } from '../../../kernel/mask/rle'
import { toBitmap } from '../../../segmentation/rasterise'
import type { Embedding, Guess, PromptPoint, Segmenter } from '../../../segmentation/segmenter'
import { timed } from '../timed'
import type { OutlinedPicture } from './quality-data'

/** Milliseconds; a click is answered when every choice is a mask as the window gets it. */
export interface ClickTimes {
  readonly embed: number[]
  readonly firstClick: number[]
  /** Refines the answer before. */
  readonly nextClick: number[]
}

/** Clicks all over each picture, its embedding at hand. The first picture's are not counted: all is cold. */
export async function clickTimes(
  segmenter: Segmenter,
  pictures: readonly Pick<OutlinedPicture, 'path' | 'width' | 'height'>[],
  clicks: number,
  report: (done: number, total: number) => void,
): Promise<ClickTimes> {
  const times: ClickTimes = { embed: [], firstClick: [], nextClick: [] }
  const [first, ...others] = pictures
  if (first) await clickOn(segmenter, first, Math.min(3, clicks))
  for (const [done, picture] of others.entries()) {
    report(done, others.length)
    const some = await clickOn(segmenter, picture, clicks)
    times.embed.push(...some.embed)
    times.firstClick.push(...some.firstClick)
    times.nextClick.push(...some.nextClick)
  }
  return times
}

async function clickOn(
  segmenter: Segmenter,
  { path, width, height }: Pick<OutlinedPicture, 'path' | 'width' | 'height'>,
  clicks: number,
): Promise<ClickTimes> {
  const picture = await readWhole(path, segmenter.side)
  const { ms, result: embedding } = await timed(() => segmenter.embed(picture))
  const grid = gridWithin({ width, height }, longestMaskSide)
  const times: ClickTimes = { embed: [ms], firstClick: [], nextClick: [] }
  for (let turn = 0; turn < clicks; turn++) {
    const at = placeOf(turn, embedding)
    const first = await timed(() => answer(segmenter, embedding, [at], null, grid))
    times.firstClick.push(first.ms)
    const memory = first.result.at(0)?.memory ?? null
    const points = [at, { ...placeOf(turn + clicks, embedding), positive: turn % 2 === 0 }]
    times.nextClick.push((await timed(() => answer(segmenter, embedding, points, memory, grid))).ms)
  }
  return times
}

async function answer(
  segmenter: Segmenter,
  embedding: Embedding,
  points: readonly PromptPoint[],
  previous: Float32Array | null,
  { width, height }: { width: number; height: number },
): Promise<Guess[]> {
  const guesses = await segmenter.guess(embedding, { points, box: null, strokes: [], previous })
  for (const guess of guesses) encodeRle(toBitmap(guess, width, height))
  return guesses
}

/** Evenly all over the picture, whatever the number (multiples of the plastic number's powers). */
function placeOf(turn: number, { width, height }: Embedding): PromptPoint {
  const share = (step: number) => (0.5 + step * (turn + 1)) % 1
  return {
    x: share(0.7548776662466927) * width,
    y: share(0.5698402909980532) * height,
    positive: true,
  }
}
