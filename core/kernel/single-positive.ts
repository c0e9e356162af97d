import { RandomState } from './rng'

/** Seed of both steps in every published single-positive experiment. */
export const PROTOCOL_SEED = 1200

/** The images of a split, each list ascending. */
type Split = { train: Uint32Array; validation: Uint32Array }

/**
 * Keeps one positive of every image, chosen as Cole et al. 2021 ("Multi-Label Learning from Single
 * Positive Labels") do: rows in order, one generator for all of them.
 * @param truth [count, classCount], non-zero is present.
 * @returns the kept class of each image [count]; -1 where an image has no positive.
 */
export function observeSinglePositives(
  truth: ArrayLike<number>,
  classCount: number,
  seed = PROTOCOL_SEED,
): Int32Array {
  const rng = new RandomState(seed)
  const count = classCount === 0 ? 0 : Math.floor(truth.length / classCount)
  const kept = new Int32Array(count).fill(-1)
  for (let image = 0; image < count; image++) {
    const [positives, negatives] = classesOf(truth, image * classCount, classCount)
    rng.shuffle(positives)
    // None of the negatives is kept, but the protocol's code shuffles them and so moves every later row.
    rng.shuffle(negatives)
    kept[image] = positives[0] ?? -1
  }
  return kept
}

function classesOf(truth: ArrayLike<number>, start: number, classCount: number) {
  const positives: number[] = []
  const negatives: number[] = []
  for (let c = 0; c < classCount; c++) {
    if (truth[start + c]) positives.push(c)
    else negatives.push(c)
  }
  return [positives, negatives] as const
}

/** Splits 0..count-1 into a training and a validation part as the same protocol does. */
export function splitImages(count: number, validationShare = 0.2, seed = PROTOCOL_SEED): Split {
  const order = new RandomState(seed).permutation(count)
  const trainCount = count - roundHalfToEven(validationShare * count)
  return { train: order.slice(0, trainCount).sort(), validation: order.slice(trainCount).sort() }
}

function roundHalfToEven(value: number): number {
  const below = Math.floor(value)
  if (value - below !== 0.5) return Math.round(value)
  return below % 2 === 0 ? below : below + 1
}
