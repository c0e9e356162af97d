import type { Translation } from '../text'

export const es: Translation = {}
