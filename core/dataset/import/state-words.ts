import type { LabelState } from '../../contract/labels'

const words: Record<LabelState, readonly string[]> = {
  present: ['present', 'yes', 'true', 'positive', '1', '1.0', '+1', ''],
  absent: ['absent', 'no', 'false', 'negative', '-1', '-1.0', '0', '0.0'],
  undecided: ['undecided', 'unsure', 'maybe'],
  unknown: ['unknown', '?', 'nan', 'null'],
}

const stateOf = new Map<string, LabelState>([
  ...words.present.map((word) => [word, 'present'] as const),
  ...words.absent.map((word) => [word, 'absent'] as const),
  ...words.undecided.map((word) => [word, 'undecided'] as const),
  ...words.unknown.map((word) => [word, 'unknown'] as const),
])

/** The label state that a word or number stands for, an empty cell being present; null for other words. */
export function parseState(word: string): LabelState | null {
  return stateOf.get(word.trim().toLowerCase()) ?? null
}
