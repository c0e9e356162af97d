import type { ClassId, ImageId } from '../../../contract/ids'
import type { DecisionInput } from '../../../contract/labels'
import type { RandomState } from '../../../kernel/rng'

/** What is known of one made-up image: a seed, a few answers, and what an import brought. */
const answersEach = 3
const presentShare = 0.15

/** So many labels of one image, no class twice. */
export function labelsOfImage(
  image: ImageId,
  classes: readonly ClassId[],
  count: number,
  rng: RandomState,
): DecisionInput[] {
  const first = rng.interval(classes.length - 1)
  return Array.from({ length: Math.min(count, classes.length) }, (_, at): DecisionInput => {
    // Neighbours in a ring: different ones without remembering which were taken.
    const id = classes[(first + at) % classes.length] ?? null
    if (at === 0) return { image, class: id, kind: 'seed', state: 'present' }
    const isPresent = rng.uniform() < presentShare
    const state = isPresent ? 'present' : 'absent'
    if (at > answersEach) return { image, class: id, kind: 'import', state }
    return { image, class: id, kind: isPresent ? 'accept' : 'reject', state }
  })
}
