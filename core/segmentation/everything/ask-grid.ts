import type { Embedding, Segmenter } from '../segmenter'
import { type Candidate, candidateOf, covers } from './candidates'
import type { EverythingOptions } from './options'
import { type Place, pointRounds } from './point-grid'

/** Points that are asked at a time: their logits are in memory together. */
const chunk = 32

/**
 * What a segmenter finds at the points of a grid and the filters leave.
 *
 * @param onProgress points that are dealt with, of how many
 */
export async function askGrid(
  segmenter: Segmenter,
  embedding: Embedding,
  options: EverythingOptions,
  signal?: AbortSignal,
  onProgress?: (done: number, total: number) => void,
): Promise<Candidate[]> {
  const rounds = pointRounds(options.side, embedding.width, embedding.height)
  const total = rounds.flat().length
  const all: Candidate[] = []
  const parts: Candidate[] = []
  let done = 0
  for (const round of rounds)
    for (let from = 0; from < round.length; from += chunk) {
      signal?.throwIfAborted()
      const some = round.slice(from, from + chunk)
      const asked = options.skipsFound ? some.filter((at) => !isFound(at, parts, embedding)) : some
      for (const guesses of await segmenter.guessEach(embedding, asked, signal))
        for (const [i, guess] of guesses.entries()) {
          const candidate = candidateOf(guess, options)
          if (candidate === null) continue
          all.push(candidate)
          // Of several guesses the first one is the smallest part; what it covers would give the same.
          if (i === 0) parts.push(candidate)
        }
      done += some.length
      onProgress?.(done, total)
    }
  return all
}

function isFound({ x, y }: Place, parts: readonly Candidate[], { width, height }: Embedding) {
  return parts.some((part) => covers(part, x / width, y / height))
}
