import type { MaskChoice } from '../../contract/segments'
import { type Activation, stretchActivation } from '../../kernel/activation/activation'
import { activationPeaks, type PeakOptions } from '../../kernel/activation/peaks'
import type { Embedding, Guess, Segmenter } from '../segmenter'
import { chooseGuess } from './choose-guess'
import { type Reliability, reliabilityOf } from './reliability'

export interface CutOptions extends PeakOptions {
  readonly choice?: MaskChoice
  /** More peaks than these prompt nothing: they are the weakest. */
  readonly mostPeaks?: number
}

export interface ActivationCut extends Partial<Reliability> {
  /** As fractions of the picture, strongest first. */
  readonly peaks: readonly { readonly x: number; readonly y: number }[]
  /** null where nothing is active, or where the segmenter finds nothing. */
  readonly guess: Guess | null
}

/** Longest side of the map that peaks are looked for in; S2C's crops are as large. */
const peakSide = 256

/**
 * What a class's activation, 0..1, cuts out of a picture (From SAM to CAMs): all its peaks are the
 * positive points of one prompt, and `choice` takes one of the answers.
 */
export async function cutByActivation(
  segmenter: Segmenter,
  embedding: Embedding,
  activation: Activation,
  options: CutOptions = {},
  signal?: AbortSignal,
): Promise<ActivationCut> {
  const { width, height } = embedding
  const peaks = peaksWithin(activation, width / height, options)
  if (peaks.length === 0) return { peaks, guess: null }
  const points = peaks.map(({ x, y }) => ({ x: x * width, y: y * height, positive: true }))
  const prompt = { points, box: null, strokes: [], previous: null }
  const guesses = await segmenter.guess(embedding, prompt, signal)
  const guess = chooseGuess(guesses, options.choice ?? 'quality')
  if (guess === null) return { peaks, guess }
  return { peaks, guess, ...reliabilityOf(guess, activation) }
}

function peaksWithin(activation: Activation, aspect: number, options: CutOptions) {
  const width = Math.max(1, Math.round(peakSide * Math.min(1, aspect)))
  const height = Math.max(1, Math.round(peakSide * Math.min(1, 1 / aspect)))
  const peaks = activationPeaks(stretchActivation(activation, width, height), options)
  return peaks
    .slice(0, options.mostPeaks ?? 10)
    .map(({ x, y }) => ({ x: (x + 0.5) / width, y: (y + 0.5) / height }))
}
