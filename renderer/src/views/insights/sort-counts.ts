import type { ClassCounts } from '@contract/insights'
import type { ClassId } from '@contract/ids'

export const countSorts = ['list', 'present', 'few', 'missing', 'name'] as const
export type CountSort = (typeof countSorts)[number]

/** Rows in the wished order; equal ones stay as in the class list. */
export function sortCounts(
  rows: readonly ClassCounts[],
  sort: CountSort,
  nameOf: (id: ClassId) => string,
): ClassCounts[] {
  switch (sort) {
    case 'list':
      return [...rows]
    case 'present':
      return rows.toSorted((a, b) => b.present - a.present)
    case 'few':
      return rows.toSorted((a, b) => a.present - b.present)
    case 'missing':
      return rows.toSorted((a, b) => (b.missing?.mid ?? -1) - (a.missing?.mid ?? -1))
    case 'name':
      return rows.toSorted((a, b) => nameOf(a.class).localeCompare(nameOf(b.class)))
  }
}

/** What a full bar stands for: all pictures, or the most that is known or expected of any class. */
export function fullBar(
  rows: readonly ClassCounts[],
  images: number,
  scale: 'all' | 'known',
): number {
  if (scale === 'all') return Math.max(1, images)
  const known = rows.map(
    ({ present, absent, undecided, missing }) =>
      present + absent + undecided + (missing === null ? 0 : missing.mid),
  )
  return Math.max(
    1,
    Math.min(
      images,
      known.reduce((most, one) => Math.max(most, one), 0),
    ),
  )
}
