import type { Translation } from '../text'

export const fr: Translation = {}
