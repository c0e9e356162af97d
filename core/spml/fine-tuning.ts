import { makeBackbone } from './backbones/make-backbone'
import type { TrainableBackbone } from './backbones/make-backbone'
import { disposeAll, gradientsOfBatch, keepStatistics } from './gradients'
import { fineTuned } from './heads/fine-tuned'
import { makeNetwork } from './heads/make-network'
import type { NetworkSpec } from './heads/make-network'
import type { Network } from './heads/network'
import { ShrinkingPart } from './parts-of-batches'
import { emptyPicture } from './pictures'
import type { Recipe } from '../contract/training'
import * as tf from '../tensor/tf'
import type { Scaling } from './standardise'
import type { TrainInput } from './train-input'

/** The papers' head learns ten times as fast as what it stands on. */
const BACKBONE_RATE = 0.1
/** What the way back takes beside what is kept for it. */
const WAY_BACK = 1.5
/** Weights, their gradients, Adam's two averages, and the best epoch's weights. */
const COPIES = 5
/** Where nobody says how much memory there is. */
const USUAL_MEMORY = 4e9

/** A network of pictures, ready to be trained. */
export type FineTuning = {
  network: Network
  backbone: TrainableBackbone
  /** How many pictures go through it at once. */
  parts: ShrinkingPart
}

type Wish = {
  input: TrainInput
  recipe: Recipe
  head: NetworkSpec
  scaling: Scaling
  /** Pictures that one step keeps for the way back. */
  images: number
}

/**
 * Backbone and head as one network. Whole batches go through it where memory allows; where it does not,
 * what lies within a block is computed twice, and only then batches are cut into parts: batch norm sees
 * no more than a part.
 */
export function fineTuningOf(wish: Wish): FineTuning {
  const { recipe } = wish
  const say = (text: string) => wish.input.tell?.({ kind: 'note', text })
  if (recipe.accumulate !== undefined) {
    const size = Math.ceil(recipe.batch / recipe.accumulate)
    return { ...networkOf(wish, false), parts: new ShrinkingPart(size, say) }
  }
  const fast = networkOf(wish, false)
  const fits = picturesThatFit(fast.network, wish)
  if (fits >= wish.images) return { ...fast, parts: new ShrinkingPart(recipe.batch, say) }
  fast.network.dispose()
  const small = networkOf(wish, true)
  const most = picturesThatFit(small.network, wish)
  say('Memory is short: parts of the backbone are computed twice, which takes a third more time.')
  if (most >= wish.images) return { ...small, parts: new ShrinkingPart(recipe.batch, say) }
  const size = Math.min(most, Math.ceil(recipe.batch / 2))
  say(`Memory is short: ${size} of the ${recipe.batch} pictures of a batch go through it at once.`)
  return { ...small, parts: new ShrinkingPart(size, say) }
}

function networkOf(
  { input, recipe, head, scaling }: Wish,
  recompute: boolean,
): Pick<FineTuning, 'network' | 'backbone'> {
  if (input.backbone === undefined) throw new RangeError('There is no backbone to train.')
  const { seed, batchNorm = 'train', backboneRate: rate = BACKBONE_RATE } = recipe
  const backbone = makeBackbone({ ...input.backbone, batchNorm, seed, recompute })
  return { backbone, network: fineTuned(backbone, makeNetwork(head), { scaling, rate }) }
}

/** How many pictures the memory has room for, by what one of them leaves behind on its way; at least one. */
function picturesThatFit(network: Network, { input }: Wish): number {
  const { side = 0 } = input.pictures ?? {}
  const { memory = USUAL_MEMORY } = input
  const weights = network.trained.reduce((sum, { variable }) => sum + 4 * variable.size, 0)
  const room = memory - COPIES * weights
  return Math.max(1, Math.floor(room / (WAY_BACK * bytesOfPicture(network, side))))
}

function bytesOfPicture(network: Network, side: number): number {
  const putBack = keepStatistics(network)
  const before = tf.memory().numBytes
  let after = before
  const measure = () => {
    after = tf.memory().numBytes
    return { loss: 0, grads: {} }
  }
  disposeAll(gradientsOfBatch(network, { plain: emptyPicture(side) }, measure, 0).grads)
  putBack()
  return Math.max(1, after - before)
}
