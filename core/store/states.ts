import { type LabelState, stateCodes } from '../contract/labels'
import type { StateCode } from './schema'

/** A state as it is stored. */
export function codeOf(state: LabelState): StateCode {
  return stateCodes[state]
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
