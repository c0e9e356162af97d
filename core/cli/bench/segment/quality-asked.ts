import { type Bitmap, emptyBitmap } from '../../../kernel/mask/bitmap'
import { toBitmap } from '../../../segmentation/rasterise'
import type { Embedding, Guess, Prompt, Segmenter } from '../../../segmentation/segmenter'

/** One object, the segmenter that is asked about it, and how long it took. */
export class Asked {
  readonly milliseconds: number[] = []

  readonly truth: Bitmap
  readonly #segmenter: Segmenter
  readonly #embedding: Embedding
  readonly #signal: AbortSignal | undefined

  constructor(segmenter: Segmenter, embedding: Embedding, truth: Bitmap, signal?: AbortSignal) {
    this.truth = truth
    this.#segmenter = segmenter
    this.#embedding = embedding
    this.#signal = signal
  }

  /** Prompts in pixels of the photograph, which may be larger than what was embedded. */
  async guess(prompt: Prompt): Promise<Guess[]> {
    const across = this.#embedding.width / this.truth.width
    const down = this.#embedding.height / this.truth.height
    const { points, box } = prompt
    const scaled = {
      ...prompt,
      points: points.map((point) => ({ ...point, x: point.x * across, y: point.y * down })),
      box: box && {
        ...{ x0: box.x0 * across, y0: box.y0 * down },
        ...{ x1: box.x1 * across, y1: box.y1 * down },
      },
    }
    const start = performance.now()
    const guesses = await this.#segmenter.guess(this.#embedding, scaled, this.#signal)
    this.milliseconds.push(performance.now() - start)
    return guesses
  }

  look(guess: Guess) {
    const mask = toBitmap(guess, this.truth.width, this.truth.height)
    return { mask, iou: iouOf(mask, this.truth), quality: guess.quality, memory: guess.memory }
  }

  /** The guess of which the segmenter expects most; nothing at all where it found nothing. */
  best(guesses: readonly Guess[]) {
    const [first, ...others] = guesses
    if (first === undefined) {
      const mask = emptyBitmap(this.truth.width, this.truth.height)
      return { mask, iou: 0, quality: 0, memory: null }
    }
    return this.look(others.reduce((best, one) => (one.quality > best.quality ? one : best), first))
  }
}

/** Of two masks of one size; 1 where both are empty. */
export function iouOf(a: Bitmap, b: Bitmap): number {
  let [both, either] = [0, 0]
  for (let i = 0; i < a.data.length; i++) {
    const [one, other] = [a.data[i] ?? 0, b.data[i] ?? 0]
    both += one & other
    either += one | other
  }
  return either === 0 ? 1 : both / either
}
