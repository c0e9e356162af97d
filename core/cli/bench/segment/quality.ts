import { readWhole } from '../../../inference/read-whole'
import { type Bitmap, emptyBitmap } from '../../../kernel/mask/bitmap'
import { decodeRle, rleBox } from '../../../kernel/mask/rle'
import type { Prompt, PromptBox, PromptPoint, Segmenter } from '../../../segmentation/segmenter'
import { Asked, iouOf } from './quality-asked'
import { middleOf } from './quality-clicks'
import type { OutlinedPicture } from './quality-data'

/** Clicks after which a person would take a brush. */
const CLICKS = 10
/** A mask that needs no more work. */
const GOOD = 0.8

const nothing: Prompt = { points: [], box: null, strokes: [], previous: null }

/** What a segmenter makes of one object; IoUs at the photograph's own size. */
export interface ObjectQuality {
  /** Everything in its box. */
  readonly filled: number
  /** By its box: the mask of which the segmenter expects most. */
  readonly box: number
  /** One click in its middle: the mask of which the segmenter expects most, and the best of them. */
  readonly point: number
  readonly pointBest: number
  /** After five clicks, each in the middle of what is wrong most. */
  readonly fiveClicks: number
  /** Clicks until `GOOD`; one more than `CLICKS` where that was never reached. */
  readonly clicksToGood: number
  /** How far off what the segmenter expected of the box was. */
  readonly misjudged: number
  /** Milliseconds of each guess, from prompt to logits. */
  readonly milliseconds: readonly number[]
}

/** Asks a segmenter for every outlined object by box and by clicks. `report` hears of each picture. */
export async function segmentQuality(
  segmenter: Segmenter,
  pictures: readonly OutlinedPicture[],
  report: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<ObjectQuality[]> {
  const figures: ObjectQuality[] = []
  const outlined = pictures.filter(({ objects }) => objects.length > 0)
  for (const [done, { path, objects }] of outlined.entries()) {
    signal?.throwIfAborted()
    report(done, outlined.length)
    const embedding = await segmenter.embed(await readWhole(path, segmenter.side), signal)
    for (const object of objects) {
      const box = rleBox(object)
      if (box === null) continue
      const asked = new Asked(segmenter, embedding, decodeRle(object), signal)
      figures.push(await judge(asked, box))
    }
  }
  report(outlined.length, outlined.length)
  return figures
}

async function judge(asked: Asked, box: PromptBox): Promise<ObjectQuality> {
  const byBox = asked.best(await asked.guess({ ...nothing, box }))
  const clicks = await click(asked)
  const filled = emptyBitmap(asked.truth.width, asked.truth.height)
  for (let row = box.y0; row < box.y1; row++)
    filled.data.fill(1, row * filled.width + box.x0, row * filled.width + box.x1)
  return {
    filled: iouOf(filled, asked.truth),
    box: byBox.iou,
    misjudged: Math.abs(byBox.iou - byBox.quality),
    ...clicks,
    milliseconds: asked.milliseconds,
  }
}

async function click(asked: Asked) {
  let mask = emptyBitmap(asked.truth.width, asked.truth.height)
  let previous: Float32Array | null = null
  const points: PromptPoint[] = []
  const ious: number[] = []
  let pointBest = 0
  for (let turn = 0; turn < CLICKS; turn++) {
    const place = middleOf(differenceOf(mask, asked.truth))
    if (place === null) break
    const positive = asked.truth.data[indexOf(asked.truth, place)] === 1
    points.push({ x: place.x, y: place.y, positive })
    const guesses = await asked.guess({ ...nothing, points, previous })
    const best = asked.best(guesses)
    if (turn === 0) pointBest = Math.max(...guesses.map((guess) => asked.look(guess).iou))
    mask = best.mask
    previous = best.memory
    ious.push(best.iou)
    if (turn >= 4 && ious.some((iou) => iou >= GOOD)) break
  }
  const good = ious.findIndex((iou) => iou >= GOOD)
  return {
    point: ious[0] ?? 0,
    pointBest,
    fiveClicks: ious[4] ?? ious.at(-1) ?? 0,
    clicksToGood: good < 0 ? CLICKS + 1 : good + 1,
  }
}

const indexOf = ({ width }: Bitmap, { x, y }: { x: number; y: number }) =>
  Math.floor(y) * width + Math.floor(x)

function differenceOf(a: Bitmap, b: Bitmap): Bitmap {
  const data = a.data.map((value, i) => (value === b.data[i] ? 0 : 1))
  return { width: a.width, height: a.height, data }
}
