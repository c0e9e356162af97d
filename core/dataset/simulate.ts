import { Failure } from '../contract/failures'
import { observeSinglePositives, PROTOCOL_SEED, splitImages } from '../kernel/single-positive'
import type { ImportedDataset, ImportedImage } from './import/imported-dataset'

export interface SimulatedImage {
  file: string
  split: 'train' | 'validation'
  /** Indices of every class that is present: what is kept aside. */
  truth: number[]
  /** The one class that the annotator is taken to have given; null for validation and empty images. */
  seed: number | null
  /** What else the annotator is taken to have said; only datasets that bring their own tell more. */
  further?: NonNullable<ImportedImage['observed']>
}

export interface SimulatedDataset {
  root: string
  classes: string[]
  images: SimulatedImage[]
  /** Present labels of training images that no seed tells. */
  hidden: number
}

/**
 * Hides labels of a complete dataset as Cole et al. 2021 do: each training image keeps one positive,
 * drawn in file order by a fresh generator. A given split is used; without one a fifth becomes
 * validation, after the observation and by the protocol's own seed, so that neither depends on the
 * other. Throws IMPORT_INVALID where labels are not complete.
 */
export function simulateSinglePositives(
  dataset: ImportedDataset,
  seed: number = PROTOCOL_SEED,
): SimulatedDataset {
  requireComplete(dataset)
  const { root, classes, images } = dataset
  const splits = images.some((image) => image.split !== null) ? givenSplits(images) : null
  const observed = images.filter((_, i) => splits?.[i] !== 'validation')
  const seeds = observe(observed, classes.length, seed)
  const parts = splits ?? drawSplits(images.length)
  const simulated = images.map((image, i): SimulatedImage => {
    const split = parts[i] ?? 'train'
    const truth = presentClasses(image)
    return {
      file: image.file,
      split,
      truth,
      seed: split === 'train' ? (seeds.get(image) ?? null) : null,
    }
  })
  return { root, classes, images: simulated, hidden: countHidden(simulated) }
}

export function requireComplete({ root, complete, images }: ImportedDataset): void {
  if (complete && images.length > 0) return
  throw new Failure(
    'IMPORT_INVALID',
    complete ? 'The dataset has no image.' : 'The labels of this dataset are not complete.',
    {
      advice: 'Simulating needs a labels.json or COCO file that lists every class of every image.',
      path: root,
    },
  )
}

/** The class that each image keeps, drawn in order by one fresh generator. */
export function observe(
  images: readonly ImportedImage[],
  classCount: number,
  seed: number,
): Map<ImportedImage, number> {
  const truth = new Uint8Array(images.length * classCount) // [images, classes]
  images.forEach((image, row) => {
    for (const index of presentClasses(image)) truth[row * classCount + index] = 1
  })
  const kept = observeSinglePositives(truth, classCount, seed)
  const seeds = new Map<ImportedImage, number>()
  images.forEach((image, row) => {
    const index = kept[row] ?? -1
    if (index >= 0) seeds.set(image, index)
  })
  return seeds
}

/** An image that its dataset puts nowhere is for training. */
function givenSplits(images: readonly ImportedImage[]): SimulatedImage['split'][] {
  return images.map((image) => image.split ?? 'train')
}

function drawSplits(count: number): SimulatedImage['split'][] {
  const splits = Array.from({ length: count }, (): SimulatedImage['split'] => 'train')
  for (const index of splitImages(count).validation) splits[index] = 'validation'
  return splits
}

export function presentClasses(image: ImportedImage): number[] {
  return image.labels
    .filter((label) => label.state === 'present')
    .map((label) => label.class)
    .sort((a, b) => a - b)
}

export function countHidden(images: readonly SimulatedImage[]): number {
  return images
    .filter((image) => image.split === 'train')
    .reduce((sum, { truth, seed, further = [] }) => {
      const told = further.filter(({ state }) => state === 'present').length
      return sum + truth.length - told - Number(seed !== null)
    }, 0)
}
