import type { Recipe } from '../contract/training'
import { findClosedForm } from './closed-form/catalogue'
import { findMethod } from './methods'
import { RECOMMENDED_METHOD } from './parts/method-info'

/** What the recommended recipe does, for people. */
export const RECOMMENDED_SENTENCE =
  'Solves for a classifier in one go: a regression on whole pictures, one that looks where each class is, and a model of which label is given first, taken together.'

/** The recipe measured best on photographs with one positive each, with both backbones; docs/recipe.md. */
export function recommendedRecipe(images: number): Recipe {
  return usualRecipe(RECOMMENDED_METHOD, images)
}

/** For weights that begin at random and not where a closed-form step leads. */
const DRAWN_RATE = 1e-3

/**
 * Settings that a method does well with on features of a frozen backbone. Those with epochs start where a
 * closed-form step leads and take ten short ones; batches shrink with the project so that an epoch keeps at
 * least eight steps.
 */
export function usualRecipe(method: string, images: number): Recipe {
  const usual: Recipe = {
    method,
    parameters: {},
    start: 'closed-form',
    backbone: 'mini',
    resolution: 320,
    head: 'linear',
    epochs: 10,
    batch: Math.max(8, Math.min(128, Math.floor(images / 8))),
    learningRate: 3e-5,
    weightDecay: 0,
    seed: 1,
    device: 'auto',
  }
  if (findClosedForm(method)) return { ...usual, epochs: 1 }
  const { network, companion } = findMethod(method)
  return network || companion ? { ...usual, learningRate: DRAWN_RATE } : usual
}

/** Rejects what loses most: the simplest of the methods that gain most where backbones are trained. */
const TUNING_METHOD = 'll-r'

/**
 * Settings of the papers that train the backbone too: Adam, batches of 16, ten epochs, the head ten times as fast. From
 * random weights everything is to be learnt: faster, and all at one rate.
 */
export function usualTuning(method: string | undefined, fromRandom: boolean): Partial<Recipe> {
  const rates = fromRandom
    ? { learningRate: 1e-3, backboneRate: 1, start: 'zero' as const }
    : { learningRate: 1e-4, backboneRate: 0.1, start: 'closed-form' as const }
  return {
    ...{ method: method ?? TUNING_METHOD, epochs: 10, batch: 16, resolution: 224 },
    ...{ augment: 'crop', schedule: 'one-cycle', batchNorm: 'train', ...rates },
  }
}
