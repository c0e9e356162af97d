import type { InstalledModel } from '../../inference/models/installed'
import { cutOut } from '../../inference/sam/frame'
import type { Frame } from '../../inference/sam/frame'
import { MASK_SIDE } from '../../inference/sam/prompt-feeds'
import { openSamNetwork } from '../../inference/sam/sam-network'
import type { FrameMask, SamNetwork } from '../../inference/sam/sam-network'
import type { SessionOptions } from '../../inference/session'
import type { Embedding, Guess, Prompt, PromptBox, Segmenter } from '../segmenter'
import { embeddingFeatures } from './embedding-features'
import { packed, unpacker } from './embedding-values'
import { framePrompt, leavesDoubt, upright } from './frame-prompt'

/** Prompts of one point in one run: more need memory, and are not quicker. */
const AT_ONCE = 16
/** Masks for prompts that leave doubt: part, middle, whole. */
const DOUBTFUL = 3
/** Beside a box that the network was not told of. */
const OUTSIDE = -10
/** How much larger such a box may be than what is in it, as a share of its sides. */
const SLACK = 0.05

/** Loads a segmenter of the SAM family. Throws MODEL_MISSING or MODEL_INVALID. */
export async function openSam(
  model: InstalledModel,
  options: SessionOptions = {},
): Promise<Segmenter> {
  const network = await openSamNetwork(model, options)
  const { takesBoxes, takesMany } = network.layout.decoder
  const unpack = unpacker()
  return {
    id: model.id,
    side: network.layout.encoder.side,
    async embed(picture, signal) {
      signal?.throwIfAborted()
      const { width, height } = picture
      const values = await network.encode(picture)
      return { model: model.id, width, height, arrays: packed(values) }
    },
    async guess(embedding, prompt, signal) {
      signal?.throwIfAborted()
      const frame = network.frame(embedding)
      const inFrame = framePrompt(prompt, embedding, frame, takesBoxes)
      const [masks = []] = await network.decode(unpack(embedding), [inFrame], frame)
      const kept = leavesDoubt(inFrame) ? masks.slice(0, DOUBTFUL) : masks
      return kept.map((mask) => guessOf(mask, frame, takesBoxes ? null : boxIn(prompt, embedding)))
    },
    async guessEach(embedding, points, signal) {
      const guesses: Guess[][] = []
      const step = takesMany ? AT_ONCE : 1
      for (let start = 0; start < points.length; start += step) {
        signal?.throwIfAborted()
        const some = points.slice(start, start + step)
        guesses.push(...(await guessSome(network, embedding, unpack(embedding), some)))
      }
      return guesses
    },
    features: (embedding) => embeddingFeatures(unpack(embedding), network.frame(embedding)),
    close: () => network.close(),
  }
}

async function guessSome(
  network: SamNetwork,
  embedding: Embedding,
  values: ReturnType<ReturnType<typeof unpacker>>,
  points: readonly { readonly x: number; readonly y: number }[],
): Promise<Guess[][]> {
  const frame = network.frame(embedding)
  const prompts = points.map((point) => {
    const positive = { ...point, positive: true }
    const prompt = { points: [positive], box: null, strokes: [], previous: null }
    return framePrompt(prompt, embedding, frame, true)
  })
  const answers = await network.decode(values, prompts, frame)
  return answers.map((masks) => masks.slice(0, DOUBTFUL).map((mask) => guessOf(mask, frame, null)))
}

/** As fractions of the picture. */
function boxIn({ box }: Prompt, { width, height }: Embedding): PromptBox | null {
  if (box === null) return null
  const { x0, y0, x1, y1 } = upright(box)
  return { x0: x0 / width, y0: y0 / height, x1: x1 / width, y1: y1 / height }
}

function guessOf(mask: FrameMask, frame: Frame, box: PromptBox | null): Guess {
  const cut = cutOut(mask.logits, mask.size, frame)
  if (box !== null) clip(cut, box)
  return {
    ...cut,
    quality: Math.min(1, Math.max(0, mask.score)),
    memory: mask.size === MASK_SIDE ? mask.logits : new Float32Array(MASK_SIDE * MASK_SIDE),
  }
}

/** Nothing is inside beside the box. */
function clip(
  guess: { logits: Float32Array; width: number; height: number },
  box: PromptBox,
): void {
  const [dx, dy] = [SLACK * (box.x1 - box.x0), SLACK * (box.y1 - box.y0)]
  for (let y = 0, at = 0; y < guess.height; y++) {
    const v = (y + 0.5) / guess.height
    for (let x = 0; x < guess.width; x++, at++) {
      const u = (x + 0.5) / guess.width
      const inside = u > box.x0 - dx && u < box.x1 + dx && v > box.y0 - dy && v < box.y1 + dy
      if (!inside) guess.logits[at] = OUTSIDE
    }
  }
}
