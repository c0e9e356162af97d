import { openBackbone } from './backbones'
import type { Backbone } from './backbones'

/** What onnxruntime may compute with beside the processor, the quickest first. */
export const cardProviders = ['cuda', 'webgpu'] as const
export type CardProvider = (typeof cardProviders)[number]
export type Provider = CardProvider | 'cpu'

export interface ProviderCheck {
  /** Largest difference to the processor's numbers, as a share of the largest of them. */
  readonly error: number
  /** How many times as quick as the processor. */
  readonly speed: number
}

/** What half-precision arithmetic of a card may be off by, and a broken driver is not. */
const MOST_ERROR = 0.02
const SIDE = 160
const BATCH = 8
const RUNS = 3

/** Whether it gives the right numbers, and sooner: a software adapter does the first only. */
export const isWorthwhile = ({ error, speed }: ProviderCheck): boolean =>
  error <= MOST_ERROR && speed > 1

/**
 * Shows the same made-up pictures to the backbone that comes with Singlet, on the processor and on a
 * card. A driver may crash in it: call it in a process of its own. Throws MODEL_INVALID without a card.
 */
export async function checkProvider(provider: CardProvider): Promise<ProviderCheck> {
  const pixels = Float32Array.from({ length: BATCH * 3 * SIDE ** 2 }, (_, i) => Math.sin(i * i))
  const [there, here] = [await timed({ provider }, pixels), await timed({}, pixels)]
  const largest = here.map.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
  const off = here.map.reduce(
    (most, x, i) => Math.max(most, Math.abs(x - (there.map[i] ?? NaN))),
    0,
  )
  return { error: off / largest, speed: here.ms / there.ms }
}

async function timed(options: { provider?: Provider }, pixels: Float32Array) {
  const backbone = await openBackbone('mini', options)
  try {
    let map = await mapOf(backbone, pixels)
    let ms = Infinity
    for (let run = 0; run < RUNS; run++) {
      const started = performance.now()
      map = await mapOf(backbone, pixels)
      ms = Math.min(ms, performance.now() - started)
    }
    return { map, ms }
  } finally {
    await backbone.close()
  }
}

const mapOf = async (backbone: Backbone, pixels: Float32Array) =>
  (await backbone.featureMaps(pixels, BATCH, SIDE)).data
