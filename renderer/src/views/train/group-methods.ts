import type { MethodInfo } from '@contract/training'

/** What methods of a group look at, in the order in which the groups are shown. */
export const methodGroups = [
  'recommended',
  'labels',
  'maps',
  'views',
  'segments',
  'teacher',
  'backbone',
  'truth',
] as const
export type MethodGroup = (typeof methodGroups)[number]

/** Why a method cannot run now; the words are `train.barred.*`. */
export type Barred = 'truth'

export interface ShownMethods {
  readonly group: MethodGroup
  readonly methods: readonly MethodInfo[]
}

function groupOf({ needs, recommended }: MethodInfo): MethodGroup {
  if (recommended) return 'recommended'
  if (needs.includes('truth')) return 'truth'
  if (needs.includes('trainable-backbone')) return 'backbone'
  if (needs.includes('teacher')) return 'teacher'
  if (needs.includes('second-view')) return 'views'
  if (needs.includes('segments')) return 'segments'
  return needs.includes('map-head') ? 'maps' : 'labels'
}

/** Methods that have every typed word in what is said of them, by group; empty groups are left out. */
export function groupMethods(methods: readonly MethodInfo[], typed: string): ShownMethods[] {
  const words = folded(typed).split(/\s+/)
  const found = methods.filter((method) => {
    const text = folded([method.id, method.title, method.belief, method.source].join(' '))
    return words.every((word) => text.includes(word))
  })
  return methodGroups
    .map((group) => ({ group, methods: found.filter((method) => groupOf(method) === group) }))
    .filter((one) => one.methods.length > 0)
}

const folded = (text: string) => text.trim().normalize('NFC').toLocaleLowerCase()

export function whyBarred({ needs }: MethodInfo, hasTruth: boolean): Barred | null {
  return needs.includes('truth') && !hasTruth ? 'truth' : null
}
