import type { Translation } from '../text'
import { frame } from './frame'
import { keys } from './keys'
import { settings } from './settings'

/** Español; lo que falta aparece en inglés. */
export const es: Translation = { ...frame, ...keys, ...settings }
