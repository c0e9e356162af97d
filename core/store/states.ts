import type { LabelState } from '../contract/labels'
import type { StateCode } from './schema'

const codes = { present: 1, absent: -1, undecided: 2, unknown: 0 } as const

/** A state as it is stored, and as it stands in the dense matrix. */
export function codeOf(state: LabelState): StateCode {
  return codes[state]
}

/** A stored state by its name. */
export function stateOf(code: StateCode): LabelState {
  switch (code) {
    case 1:
      return 'present'
    case -1:
      return 'absent'
    case 2:
      return 'undecided'
    case 0:
      return 'unknown'
  }
}
