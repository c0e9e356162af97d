import type { ClassInfo } from '@contract/classes'

/** Labels a class needs before the coach calls it well fed, whatever the others have. */
const ENOUGH = 8
/** Before this many labels in all, every class is thin and naming some would be noise. */
const FIRST_WORD = 10
const MOST_NAMED = 4

/** The classes to look out for: few labels, both in themselves and beside the middle class. */
export function thinClasses(classes: readonly ClassInfo[]): ClassInfo[] {
  const counts = classes.map((one) => one.present).sort((a, b) => a - b)
  const all = counts.reduce((sum, count) => sum + count, 0)
  if (all < FIRST_WORD) return []
  const middle = counts[Math.floor(counts.length / 2)] ?? 0
  const wanted = Math.max(ENOUGH, middle / 4)
  return classes
    .filter((one) => one.present < wanted)
    .sort((a, b) => a.present - b.present)
    .slice(0, MOST_NAMED)
}
