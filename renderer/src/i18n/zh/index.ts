import type { Translation } from '../text'
import { frame } from './frame'
import { keys } from './keys'
import { settings } from './settings'

/** 中文；尚未翻译的内容以英文显示。 */
export const zh: Translation = { ...frame, ...keys, ...settings }
