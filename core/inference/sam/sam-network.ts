import { Failure } from '../../contract/failures'
import type { SessionOptions } from '../session'
import { frameOf } from './frame'
import type { Frame } from './frame'
import { layoutOf } from './layout'
import type { SamLayout } from './layout'
import { openNetwork } from './network'
import type { Network, Values } from './network'
import { pixelsOf } from './pixels'
import type { Picture } from './pixels'
import { promptFeeds } from './prompt-feeds'
import type { FramePrompt } from './prompt-feeds'

/** One mask over the network's square: logits [size, size]. */
export interface FrameMask {
  readonly logits: Float32Array
  readonly size: number
  /** The IoU that the network expects. */
  readonly score: number
}

/** A segmenter of the SAM family: one network reads pictures, the other answers prompts. */
export interface SamNetwork {
  readonly layout: SamLayout
  frame(picture: { readonly width: number; readonly height: number }): Frame
  /** What the network makes of a picture, by the names of its outputs. */
  encode(picture: Picture): Promise<ReadonlyMap<string, Values>>
  /**
   * The masks of each prompt, in the network's order: the one for clear prompts last where there are
   * four. Many prompts at once have the same number of points, and no box and no memory.
   */
  decode(
    embedding: ReadonlyMap<string, Values>,
    prompts: readonly FramePrompt[],
    frame: Frame,
  ): Promise<FrameMask[][]>
  close(): Promise<void>
}

export interface SamFiles {
  readonly encoder: string
  readonly decoder: string
}

/** Loads both halves. Throws MODEL_MISSING or MODEL_INVALID. */
export async function openSamNetwork(
  files: SamFiles,
  options: SessionOptions = {},
): Promise<SamNetwork> {
  const encoder = await openNetwork(files.encoder, options)
  const opened = [encoder]
  try {
    const decoder = await openNetwork(files.decoder, options)
    opened.push(decoder)
    return combined(encoder, decoder)
  } catch (error) {
    await Promise.all(opened.map((network) => network.close()))
    throw error
  }
}

function combined(encoder: Network, decoder: Network): SamNetwork {
  const layout = layoutOf(encoder, decoder)
  const { masks, scores, embeddings } = layout.decoder
  const frame: SamNetwork['frame'] = (picture) => frameOf(layout.encoder, picture)
  const wanted = [...new Set(embeddings.map(([, output]) => output))]
  return {
    ...{ layout, frame },
    async encode(picture) {
      const pixels = await pixelsOf(picture, frame(picture), layout.encoder)
      return encoder.run({ [layout.encoder.input]: pixels }, wanted)
    },
    async decode(embedding, prompts, at) {
      const feeds = promptFeeds(layout.decoder, prompts, at)
      for (const [input, output] of embeddings) {
        const values = embedding.get(output)
        if (values !== undefined) feeds[input] = values
      }
      const results = await decoder.run(feeds, [masks, scores])
      return masksOf(results, { masks, scores }, prompts.length, decoder.path)
    },
    async close() {
      await Promise.all([encoder.close(), decoder.close()])
    },
  }
}

/** Masks [..., masks, size, size] and scores [..., masks], apart. */
function masksOf(
  results: ReadonlyMap<string, Values>,
  names: { masks: string; scores: string },
  prompts: number,
  path: string,
): FrameMask[][] {
  const [masks, scores] = [results.get(names.masks), results.get(names.scores)]
  const [height = 0, width = 0] = masks?.dims.slice(-2) ?? []
  const each = (scores?.data.length ?? 0) / prompts
  const whole = each * prompts * height * width
  const right = Number.isInteger(each) && each > 0 && height === width
  if (!masks || !scores || !right || masks.data.length !== whole) {
    const message = `The model gives masks [${masks?.dims.join(', ') ?? ''}] and scores [${scores?.dims.join(', ') ?? ''}] for ${prompts} prompts.`
    throw new Failure('MODEL_INVALID', message, {
      path,
      advice: 'Use another model; this one is laid out in a way that is not known here.',
    })
  }
  return Array.from({ length: prompts }, (_, prompt) =>
    inOrder(
      Array.from({ length: each }, (_, mask) => {
        const index = prompt * each + mask
        const logits = masks.data.slice(index * height * width, (index + 1) * height * width)
        return { logits, size: width, score: scores.data[index] ?? 0 }
      }),
    ),
  )
}

/** Exports of segment-anything begin with the mask for prompts that leave no doubt. */
function inOrder(masks: FrameMask[]): FrameMask[] {
  const [clear, ...others] = masks
  return masks.length === 4 && clear !== undefined ? [...others, clear] : masks
}
