import { stateCodes } from '../contract/labels'

export const { absent: ABSENT, present: PRESENT, unknown: UNKNOWN } = stateCodes
