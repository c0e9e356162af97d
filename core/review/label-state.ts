import { stateCodes } from '../contract/labels'

export const { present: PRESENT, unknown: UNKNOWN } = stateCodes
