import type { Translation } from '../text'
import { frame } from './frame'
import { help } from './help'
import { keys } from './keys'
import { label } from './label'
import { settings } from './settings'
import { start } from './start'

/** Deutsch; was fehlt, erscheint auf Englisch. */
export const de: Translation = { ...frame, ...help, ...keys, ...label, ...settings, ...start }
