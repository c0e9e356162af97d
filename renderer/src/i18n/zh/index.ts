import type { Translation } from '../text'
import { exporting } from './export'
import { frame } from './frame'
import { help } from './help'
import { keys } from './keys'
import { label } from './label'
import { settings } from './settings'
import { start } from './start'
import { taxonomy } from './taxonomy'
import { train } from './train'

/** 中文。 */
export const zh: Translation = {
  ...exporting,
  ...frame,
  ...help,
  ...keys,
  ...label,
  ...settings,
  ...start,
  ...taxonomy,
  ...train,
}
