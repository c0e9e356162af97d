import type { Recipe } from '../contract/training'
import { RandomState } from '../kernel/rng'
import { recipeOf, segmentsOf } from './test-training'
import type { ReadPictures, TrainInput } from './train-input'

export const SIDE = 16
const CLASSES = 3
/** Channels of the tiny network's map. */
const CHANNELS = 64

/**
 * Small pictures with a bright square in the colour of each class that they hold, and the first of these
 * as their only label. Features are noise: only what looks at the pictures can learn.
 */
export function smallPictures(images = 8, seed = 5): TrainInput & { truth: Uint8Array } {
  const rng = new RandomState(seed)
  const truth = new Uint8Array(images * CLASSES)
  const labels = new Int8Array(images * CLASSES)
  const pixels = new Uint8Array(images * SIDE * SIDE * 3)
  for (let n = 0; n < images; n++) {
    const own = pixels.subarray(n * SIDE * SIDE * 3, (n + 1) * SIDE * SIDE * 3)
    own.forEach((_, i) => (own[i] = 60 + rng.interval(40)))
    const first = n % CLASSES
    labels[n * CLASSES + first] = 1
    for (let c = 0; c < CLASSES; c++) {
      if (c !== first && rng.uniform() < 0.7) continue
      truth[n * CLASSES + c] = 1
      paint(own, c, rng)
    }
  }
  const features = Float32Array.from({ length: images * 2 * CHANNELS }, () => rng.normal())
  return {
    ...{ features, images, channels: CHANNELS, classes: CLASSES, labels, truth },
    pictures: { side: SIDE, read: readerOf(pixels) },
    backbone: { architecture: 'tiny-resnet', weights: null },
    segments: segmentsOf(images),
  }
}

/** A square of a third of the edge, in red, green or blue. */
function paint(picture: Uint8Array, colour: number, rng: RandomState): void {
  const size = Math.floor(SIDE / 3)
  const [left, top] = [rng.interval(SIDE - size), rng.interval(SIDE - size)]
  for (let y = top; y < top + size; y++) {
    for (let x = left; x < left + size; x++) picture[(y * SIDE + x) * 3 + colour] = 250
  }
}

/** Strong views are darker, weak ones mirrored; both the same for an epoch and row. */
function readerOf(pixels: Uint8Array): ReadPictures {
  const size = SIDE * SIDE * 3
  return ({ rows, view, epoch }) => {
    const read = new Uint8Array(rows.length * size)
    rows.forEach((row, i) => {
      const own = pixels.slice(row * size, (row + 1) * size)
      if (view === 'strong') own.forEach((value, k) => (own[k] = Math.round(value * 0.8)))
      if (view === 'weak' && (row + epoch) % 2 === 1) own.reverse()
      read.set(own, i * size)
    })
    return Promise.resolve(read)
  }
}

export const tuningRecipe = (change: Partial<Recipe> = {}): Recipe =>
  recipeOf({
    ...{ trains: 'all', head: 'linear', method: 'bce-full', backboneRate: 1 },
    ...{ epochs: 3, batch: 4, learningRate: 0.01, batchNorm: 'train', device: 'cpu' },
    ...change,
  })
