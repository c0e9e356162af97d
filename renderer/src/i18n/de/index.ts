import type { Translation } from '../text'
import { exporting } from './export'
import { frame } from './frame'
import { help } from './help'
import { insights } from './insights'
import { keys } from './keys'
import { label } from './label'
import { native } from './native'
import { review } from './review'
import { segment } from './segment'
import { settings } from './settings'
import { start } from './start'
import { taxonomy } from './taxonomy'
import { train } from './train'

/** Deutsch. */
export const de: Translation = {
  ...exporting,
  ...frame,
  ...help,
  ...insights,
  ...keys,
  ...label,
  ...native,
  ...review,
  ...segment,
  ...settings,
  ...start,
  ...taxonomy,
  ...train,
}
