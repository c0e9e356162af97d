import type { MaskChoice } from '../../contract/segments'
import { stabilityOf } from '../rasterise'
import type { Guess } from '../segmenter'

/**
 * The guess that an activation's peaks choose. `third` is S2C's rule, made for guesses in the order part,
 * middle, whole: the last one where there are fewer. null without any guess.
 */
export function chooseGuess(guesses: readonly Guess[], choice: MaskChoice): Guess | null {
  if (choice === 'third') return guesses[2] ?? guesses.at(-1) ?? null
  const worth = choice === 'quality' ? (guess: Guess) => guess.quality : stabilityOf
  let best: Guess | null = null
  let most = -Infinity
  for (const guess of guesses) {
    const value = worth(guess)
    if (best !== null && !(value > most)) continue
    best = guess
    most = value
  }
  return best
}
