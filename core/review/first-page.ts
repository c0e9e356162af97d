/** What is known of a class before anybody has answered a suggestion of it. */
export type Beginnings = {
  /** For some of its seeds, left out: the share of the unknown images that score higher. */
  heights: readonly number[]
  seeds: number
  /** Images with a label, and classes among which their labels are divided. */
  seeded: number
  classCount: number
}

/** Seeds' worth of belief that the model ranks a class no better than by chance. */
const DOUBTED_SEEDS = 2
/**
 * A seed names one of several things in an image. Measured over first pages with 15 to 4,000 seeds: with
 * 1 or 2 too little is promised of classes that abound, from 6 too much of those with few seeds.
 */
const LABELS_AN_IMAGE = 4

/**
 * The share of right suggestions to be expected on the first page of a class. A left-out seed stands
 * where the hidden ones stand: of those a share of x ** g lies in the upper x of all images, where g is
 * 1 for a model that knows nothing and small for one that ranks well. How many are hidden follows from
 * the class's share of the seeds. With few seeds both lean to "mostly not there".
 * @param part the page as a share of the unknown images.
 */
export function expectedAtFirst(known: Beginnings, part: number): number {
  const { heights, seeds, seeded, classCount } = known
  if (heights.length === 0 || part <= 0) return 0
  const logs = heights.reduce((sum, height) => sum - Math.log(height), 0)
  const power = (heights.length + DOUBTED_SEEDS) / (logs + DOUBTED_SEEDS)
  const common = (LABELS_AN_IMAGE * (seeds + 1)) / (seeded + classCount)
  return Math.min(1, common * Math.min(1, part) ** (Math.min(1, power) - 1))
}
