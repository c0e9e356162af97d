import { cityscapes } from './cityscapes'
import { cocoFolder } from './coco-folder'
import { cub } from './cub'
import { formattedNpy } from './formatted-npy'
import { indexLines } from './index-lines'
import type { Layout } from './layout'
import { mirflickr24, mirflickr38 } from './mirflickr'
import { nusWide } from './nus-wide'
import { visualGenome } from './vg'
import { voc } from './voc'
import { yolo } from './yolo'

/** Every layout of a folder, the one that is told by most first. */
export const layouts: readonly Layout[] = [
  formattedNpy,
  cocoFolder,
  voc,
  nusWide,
  cub,
  visualGenome,
  mirflickr24,
  mirflickr38,
  cityscapes,
  yolo,
  indexLines,
]
