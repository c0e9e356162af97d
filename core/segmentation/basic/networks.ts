import { dirname, join } from 'node:path'
import { backboneFile } from '../../inference/backbones'
import { openNetwork } from '../../inference/sam/network'
import type { Network } from '../../inference/sam/network'
import type { PromptBox } from '../segmenter'
import type { Size } from './frame'
import { CELLS, CHANNELS } from './prompt-maps'

export interface BasicOptions {
  /** Folder of the models that come with Singlet; found beside the program when left out. */
  readonly models?: string
  /** Threads within an operator; 0 lets onnxruntime take every core. */
  readonly threads?: number
  /** Another decoder than the one that comes with Singlet. */
  readonly decoder?: string
}

/** The three networks of Basic: the backbone, what makes its maps small, and what answers prompts. */
export interface Networks {
  readonly backbone: Network
  readonly neck: Network
  readonly decoder: Network
}

/** Throws MODEL_MISSING or MODEL_INVALID. */
export async function openNetworks(options: BasicOptions): Promise<Networks> {
  const { threads = 0, models, decoder } = options
  const mini = await backboneFile('mini', models === undefined ? {} : { models })
  const own = (name: string) => join(dirname(mini), '..', 'basic', name)
  const opened: Network[] = []
  const open = async (path: string) => {
    const network = await openNetwork(path, { threads })
    opened.push(network)
    return network
  }
  try {
    return {
      backbone: await open(mini),
      neck: await open(own('neck.onnx')),
      decoder: await open(decoder ?? own('decoder.onnx')),
    }
  } catch (error) {
    for (const network of opened) await network.close()
    throw error
  }
}

/** What is known of a picture: maps [1, channels, height, width], by the decoder's names for them. */
export type PictureMaps = Readonly<
  Record<string, { readonly data: Float32Array; readonly dims: readonly number[] }>
>

/** One question to the decoder: a window in pixels of the grid, and what is said of it. */
export interface Question {
  readonly window: PromptBox
  /** [CHANNELS, CELLS, CELLS] */
  readonly maps: Float32Array
}

/** Masks that the decoder gives: one for a clear question, three for a single click. */
export const HEADS = 4

/** By head: logits [CELLS, CELLS] of the window and the IoU to expect of them. */
export type Answer = readonly { readonly cells: Float32Array; readonly quality: number }[]

/** Answers to several questions about one picture at once. */
export async function ask(
  decoder: Network,
  picture: PictureMaps,
  grid: Size,
  questions: readonly Question[],
): Promise<Answer[]> {
  const count = questions.length
  const windows = new Float32Array(4 * count)
  const maps = new Float32Array(CHANNELS * CELLS * CELLS * count)
  for (const [i, { window, maps: own }] of questions.entries()) {
    const { x0, y0, x1, y1 } = window
    windows.set([x0 / grid.width, y0 / grid.height, x1 / grid.width, y1 / grid.height], 4 * i)
    maps.set(own, i * own.length)
  }
  const feeds = {
    ...picture,
    windows: { data: windows, dims: [count, 4] },
    maps: { data: maps, dims: [count, CHANNELS, CELLS, CELLS] },
  }
  const given = await decoder.run(feeds, ['logits', 'quality'])
  const logits = given.get('logits')?.data ?? new Float32Array()
  const quality = given.get('quality')?.data ?? new Float32Array()
  const area = CELLS * CELLS
  return questions.map((_, i) =>
    Array.from({ length: HEADS }, (_head, head) => {
      const at = i * HEADS + head
      return { cells: logits.slice(at * area, (at + 1) * area), quality: quality[at] ?? 0 }
    }),
  )
}
