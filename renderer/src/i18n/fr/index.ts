import type { Translation } from '../text'
import { frame } from './frame'
import { keys } from './keys'
import { settings } from './settings'

/** Français ; ce qui manque s’affiche en anglais. */
export const fr: Translation = { ...frame, ...keys, ...settings }
