import { PROTOCOL_SEED, splitImages } from '../kernel/single-positive'
import type { ImportedDataset, ImportedImage } from './import/imported-dataset'
import {
  countHidden,
  observe,
  presentClasses,
  requireComplete,
  type SimulatedDataset,
  type SimulatedImage,
} from './simulate'

/** On which part a run is judged: the official test part, or the fifth of the training part. */
export const judgedParts = ['test', 'validation'] as const
export type JudgedPart = (typeof judgedParts)[number]

interface Options {
  judge: JudgedPart
  /** Of the choice of labels; the split has a seed of its own, as in the published code. */
  seed?: number
}

/**
 * The protocol of Cole et al. 2021 that later papers follow: labels of the official training part
 * are observed by a fresh generator; then four fifths of it are for training and the rest for
 * choosing settings; the official validation or test part is the test part. A project knows one part
 * that is judged, so `judge` says which of the two it is; the other is left out. Observed
 * labels that a dataset brings along are used as they are, unless another seed is asked for. Without
 * an official test part the fifth is judged. Throws IMPORT_INVALID where labels are not complete.
 */
export function simulateProtocol(
  dataset: ImportedDataset,
  { judge, seed = PROTOCOL_SEED }: Options,
): SimulatedDataset {
  requireComplete(dataset)
  const { root, classes } = dataset
  const official = dataset.images.filter(({ split }) => split !== 'validation')
  const test = dataset.images.filter(({ split }) => split === 'validation')
  const drawn = observe(official, classes.length, seed)
  const { train, validation } = splitImages(official.length)
  const judged =
    judge === 'test' && test.length > 0
      ? test
      : Array.from(validation).flatMap((row) => official[row] ?? [])
  const images = [
    ...Array.from(train)
      .flatMap((row) => official[row] ?? [])
      .map((image) => trained(image, drawn.get(image) ?? null, seed === PROTOCOL_SEED)),
    ...judged.map(judgedImage),
  ]
  return { root, classes, images, hidden: countHidden(images) }
}

function trained(image: ImportedImage, drawn: number | null, mayUseOwn: boolean): SimulatedImage {
  const { file, observed } = image
  const base = { file, split: 'train' as const, truth: presentClasses(image) }
  if (observed === undefined || !mayUseOwn) return { ...base, seed: drawn }
  const first = observed.find(({ state }) => state === 'present')
  const further = observed.filter((one) => one !== first)
  return { ...base, seed: first?.class ?? null, ...(further.length > 0 && { further }) }
}

function judgedImage(image: ImportedImage): SimulatedImage {
  return { file: image.file, split: 'validation', truth: presentClasses(image), seed: null }
}
