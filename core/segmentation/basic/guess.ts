import { Failure } from '../../contract/failures'
import type { Network } from '../../inference/sam/network'
import type { Embedding, Guess, Prompt, PromptBox } from '../segmenter'
import { atEdges } from './edges'
import { mapsOf } from './embed'
import { type Size, around, gridOf, grow } from './frame'
import { type GridPrompt, onGrid } from './grid-prompt'
import { insist } from './insist'
import { ask, type Answer, type PictureMaps } from './networks'
import { promptMaps } from './prompt-maps'
import { type Raster, boxOf, look, paste } from './raster'

/** Share of its sides that is added to a box, drawn or guessed, to see what is around. */
const [DRAWN, GUESSED] = [0.5, 0.4]
/** Pixels of the grid around a click that are always in sight. */
const REACH = 6
/** Pixels of the grid for one of a raster. */
const [FINE, COARSE] = [2, 4]
/** Clicks that are asked about together. */
const AT_ONCE = 16
/** The decoder's first head answers what is clear, the others a single click: part, middle, whole. */
const CLEAR = 0
const OPEN = [1, 2, 3]

interface Scene {
  readonly decoder: Network
  readonly maps: PictureMaps
  readonly grid: Size
  readonly size: Size
  /** Of a size with the colours, whose edges masks then follow. */
  readonly isFine: boolean
}

function sceneOf(decoder: Network, embedding: Embedding, step: number): Scene {
  const grid = gridOf(embedding)
  const size = { width: grid.width / step, height: grid.height / step }
  return { decoder, maps: mapsOf(embedding), grid, size, isFine: step === FINE }
}

/** Masks for one prompt: three for a single click, else one. Throws BAD_REQUEST. */
export async function guessOne(
  decoder: Network,
  embedding: Embedding,
  prompt: Prompt,
): Promise<Guess[]> {
  const scene = sceneOf(decoder, embedding, FINE)
  const given = onGrid(prompt, embedding, scene.grid)
  if (given.box === null && !given.points.some(({ positive }) => positive)) throw nothingPositive()
  const previous = previousOf(prompt.previous, scene.grid)
  if (previous !== null) return refine(scene, given, [previous])
  if (given.box !== null) {
    const [first] = await ask(scene.decoder, scene.maps, scene.grid, [boxQuestion(scene, given)])
    return refine(scene, given, [rasterOf(scene, first, windowOfBox(scene, given), CLEAR)])
  }
  return (await guessClicks(scene, [given])).flat()
}

/** Three masks for each of many clicks, on a coarser raster. */
export async function guessMany(
  decoder: Network,
  embedding: Embedding,
  points: readonly { readonly x: number; readonly y: number }[],
  signal?: AbortSignal,
): Promise<Guess[][]> {
  const scene = sceneOf(decoder, embedding, COARSE)
  const clicks = points.map((point) => ({ ...point, positive: true }))
  const prompts = clicks.map((click) =>
    onGrid({ points: [click], box: null, strokes: [], previous: null }, embedding, scene.grid),
  )
  const guesses: Guess[][] = []
  for (let from = 0; from < prompts.length; from += AT_ONCE) {
    signal?.throwIfAborted()
    guesses.push(...(await guessClicks(scene, prompts.slice(from, from + AT_ONCE))))
  }
  return guesses
}

async function guessClicks(scene: Scene, prompts: readonly GridPrompt[]): Promise<Guess[][]> {
  const { decoder, maps, grid } = scene
  const window = { x0: 0, y0: 0, x1: grid.width, y1: grid.height }
  const questions = prompts.map((prompt) => ({ window, maps: promptMaps(window, prompt, null) }))
  const answers = await ask(decoder, maps, grid, questions)
  return Promise.all(
    prompts.map(async (prompt, i) => {
      const answer = answers[i] ?? []
      const heads = prompt.points.length === 1 ? OPEN : [CLEAR]
      const drafts = heads.map((head) => rasterOf(scene, answer, window, head))
      const guesses = await refine(scene, prompt, drafts)
      return guesses.map((guess, k) => ({
        ...guess,
        quality: meanOf(guess, answer[heads[k] ?? 0]),
      }))
    }),
  )
}

/** The first look knows what a click could mean, the second how well it is cut out: both say too much alone. */
const meanOf = (guess: Guess, first: Answer[number] | undefined): number =>
  (guess.quality + (first?.quality ?? guess.quality)) / 2

/** Looks again, closely, at what each draft shows. */
async function refine(
  scene: Scene,
  prompt: GridPrompt,
  drafts: readonly Raster[],
): Promise<Guess[]> {
  const { decoder, maps, grid } = scene
  const views = drafts.map((draft) => ({ draft, window: windowOf(scene, prompt, draft) }))
  const questions = views.map(({ draft, window }) => ({
    window,
    maps: promptMaps(window, prompt, look(draft, window, grid)),
  }))
  const answers = await ask(decoder, maps, grid, questions)
  return views.map(({ window }, i) => {
    const { logits: memory, ...drawn } = rasterOf(scene, answers[i], window, CLEAR)
    const { logits, width, height } = scene.isFine
      ? atEdges(maps, { logits: memory, ...drawn })
      : { logits: memory, ...drawn }
    insist({ logits, width, height }, prompt.points, grid)
    const [clear] = answers[i] ?? []
    return { logits, width, height, quality: clear?.quality ?? 0, memory }
  })
}

function boxQuestion(scene: Scene, prompt: GridPrompt) {
  const window = windowOfBox(scene, prompt)
  return { window, maps: promptMaps(window, prompt, null) }
}

function windowOfBox({ grid }: Scene, { box }: GridPrompt): PromptBox {
  return grow(box ?? { x0: 0, y0: 0, x1: grid.width, y1: grid.height }, DRAWN, grid)
}

function windowOf({ grid }: Scene, { points, box }: GridPrompt, draft: Raster): PromptBox {
  const clicks = points.map(({ x, y }) => ({
    ...{ x0: x - REACH, y0: y - REACH },
    ...{ x1: x + REACH, y1: y + REACH },
  }))
  const inside = boxOf(draft, grid)
  const all = around([...clicks, ...(inside === null ? [] : [inside]), ...(box ? [box] : [])])
  return grow(all ?? { x0: 0, y0: 0, x1: grid.width, y1: grid.height }, GUESSED, grid)
}

function rasterOf(
  { grid, size }: Scene,
  answer: Answer | undefined,
  window: PromptBox,
  head: number,
): Raster {
  return paste(answer?.[head]?.cells ?? new Float32Array(), window, grid, size)
}

/** What an earlier guess remembers, fine or coarse; null for what is none of this picture's. */
function previousOf(memory: Float32Array | null, grid: Size): Raster | null {
  if (memory === null) return null
  for (const step of [FINE, COARSE]) {
    const size = { width: grid.width / step, height: grid.height / step }
    if (memory.length === size.width * size.height) return { logits: memory, ...size }
  }
  return null
}

function nothingPositive(): Failure {
  return new Failure('BAD_REQUEST', 'Nothing says where to cut.', {
    advice: 'Click a place that is inside, or draw a box around it.',
  })
}
