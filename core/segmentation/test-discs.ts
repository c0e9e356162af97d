import type { Embedding, Guess, Prompt, RgbPicture, Segmenter } from './segmenter'

/** A thing in a made-up picture, in its pixels. */
export interface Disc {
  readonly x: number
  readonly y: number
  readonly radius: number
}

/**
 * A segmenter for tests that knows what is in its pictures: discs. A point gives the middle third, two
 * thirds and the whole of the smallest disc that it is in; nothing elsewhere.
 */
export function discSegmenter(discs: readonly Disc[]): Segmenter {
  const embed = ({ width, height }: RgbPicture): Promise<Embedding> =>
    Promise.resolve({ model: 'discs', width, height, arrays: [] })
  const guess = (embedding: Embedding, prompt: Prompt) =>
    Promise.resolve(answer(discs, embedding, prompt))
  return {
    ...{ id: 'discs', side: 1024, embed, guess },
    guessEach: (embedding, points) =>
      Promise.all(
        points.map((point) =>
          guess(embedding, {
            ...{ points: [{ ...point, positive: true }], box: null },
            ...{ strokes: [], previous: null },
          }),
        ),
      ),
    close: () => Promise.resolve(),
  }
}

function answer(discs: readonly Disc[], { width, height }: Embedding, prompt: Prompt): Guess[] {
  const [disc] = discs
    .filter((one) =>
      prompt.points.some((at) => Math.hypot(at.x - one.x, at.y - one.y) < one.radius),
    )
    .sort((a, b) => a.radius - b.radius)
  if (disc === undefined) return []
  const scale = Math.min(1, 64 / Math.max(width, height))
  const [w, h] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))]
  return [1, 2, 3].map((third) => {
    const logits = Float32Array.from({ length: w * h }, (_, i) => {
      const [x, y] = [((i % w) + 0.5) / w, (Math.floor(i / w) + 0.5) / h]
      const distance = Math.hypot(x * width - disc.x, y * height - disc.y)
      return 4 * scale * ((disc.radius * third) / 3 - distance)
    })
    return { logits, width: w, height: h, quality: 0.6 + third / 10, memory: new Float32Array() }
  })
}
