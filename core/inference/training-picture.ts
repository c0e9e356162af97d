import { mixedSeed } from '../kernel/mixed-seed'
import { RandomState } from '../kernel/rng'
import { jitter } from './colour-changes'
import { drawCrop } from './random-crop'
import type { CropRange } from './random-crop'
import { readCrop, readSquare } from './read-square'
import type { PictureSize } from './read-square'
import { asColours, mirror } from './square'
import type { Square } from './square'
import { strongView } from './strong-view'

/** How a picture is shown to a network that learns: as it is, changed a little, changed a lot. */
export type TrainingView = 'plain' | 'weak' | 'strong'

/** What is changed at random in the weak view; the strong one starts from the same kind of crop. */
export interface Augment {
  /** null shows the whole picture. */
  readonly crop: CropRange | null
  /** Half of the pictures are mirrored. */
  readonly flip: boolean
  /** Largest change of brightness, contrast and colour as a share: 0 for none, 0.4 in the papers. */
  readonly jitter: number
}

export interface PictureFile {
  readonly path: string
  /** Upright, where it is known. */
  readonly size?: PictureSize | undefined
}

/** What decides how a picture is changed, and nothing else does. */
export interface Draw {
  readonly seed: number
  readonly epoch: number
  readonly row: number
}

const numbers = { plain: 0, weak: 1, strong: 2 } as const satisfies Record<TrainingView, number>

/**
 * A picture for training as bytes [side, side, 3], RGB: the same for the same picture and draw, so that
 * a resumed training sees what the whole one would have. Throws IMAGE_UNREADABLE.
 */
export async function readTrainingPicture(
  { path, size }: PictureFile,
  side: number,
  view: TrainingView,
  augment: Augment,
  { seed, epoch, row }: Draw,
): Promise<Square> {
  if (view === 'plain') return asColours(await readSquare(path, side, size))
  const random = (what: number) => new RandomState(mixedSeed(seed, epoch, row, numbers[view], what))
  const { crop } = augment
  // A picture that takes two attempts to read is cut in the same way by both.
  const cropped = crop
    ? await readCrop(path, side, (...whole) => drawCrop(...whole, crop, random(0)), size)
    : await readSquare(path, side, size)
  const square = asColours(cropped)
  return view === 'strong' ? strongView(square, random(1)) : weakView(square, augment, random(1))
}

/** Whether the weak view of a picture is mirrored: so that what belongs to it can be too. */
export function isMirrored({ seed, epoch, row }: Draw): boolean {
  return flips(new RandomState(mixedSeed(seed, epoch, row, numbers.weak, 1)))
}

function flips(random: RandomState): boolean {
  return random.uniform() < 0.5
}

function weakView(square: Square, { flip, jitter: most }: Augment, random: RandomState): Square {
  const turned = flip && flips(random) ? mirror(square) : square
  return most > 0 ? jitter(turned, most, random) : turned
}
