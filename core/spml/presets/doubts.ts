import type { Doubt } from './published-table'

/** Figures and claims of the tables that do not fit, and what is probably behind them. */
export const doubts: readonly Doubt[] = [
  {
    tables: ['thesis'],
    row: 'S2C+llct',
    dataset: 'voc',
    words:
      '99.3 is no single-positive result: it was measured on training images, with full labels in training, and is 9.6 above full supervision.',
  },
  {
    tables: ['thesis'],
    row: 'S2C+llct',
    dataset: null,
    words:
      'Its loader gives all labels of an image, and activations are multiplied by the true ones, in training and in testing; on Cityscapes, with a validation part of its own, it gains nothing over AN.',
  },
  {
    tables: ['thesis'],
    row: 'S2C+llct',
    dataset: 'coco',
    words: '75.4 is within 1.1 of full supervision; the same cause as on VOC is suspected.',
  },
  {
    tables: ['thesis'],
    row: 'VLPL',
    dataset: 'cub',
    words: 'The text gives CUB 89.05, which is the figure of VOC; the table has 24.12.',
  },
  {
    tables: ['thesis'],
    row: 'ROLE',
    dataset: 'nus',
    words: '49.33 is far above the 41.63 of others: another NUS-WIDE, other tuning or ROLE+LI.',
  },
  {
    tables: ['thesis'],
    row: 'ROLE',
    dataset: 'cub',
    words: '19.20 is far above the 13.66 of others.',
  },
  {
    tables: ['thesis'],
    row: 'WAN',
    dataset: 'cub',
    words: '16.46 is below AN, although every other source has WAN above AN on CUB.',
  },
  {
    tables: ['thesis'],
    row: 'LAC',
    dataset: 'vg-500',
    words: '15.58 is far below AN: probably not trained to the end.',
  },
  {
    tables: ['thesis'],
    row: 'WAN',
    dataset: 'vg-500',
    words: '17.51 is below AN.',
  },
  {
    tables: ['thesis'],
    row: 'BoostLU+EM',
    dataset: null,
    words:
      'Called superior on COCO, CUB and vg-500, it is below BoostLU+LL_R on COCO and vg-500 and below EM on CUB; it gains over EM on COCO, NUS and vg-500.',
  },
  {
    tables: ['vlpl'],
    row: 'Focal Loss',
    dataset: 'coco',
    words: '69.79 is a slip of the pen: the poster it is taken from has 68.79.',
  },
  {
    tables: ['vlpl', 'vlpl-smoothing'],
    row: null,
    dataset: 'coco',
    words: 'VLPL itself has 71.45 in table 1 and 71.34 in table 4.',
  },
  {
    tables: ['vlpl'],
    row: null,
    dataset: 'voc',
    words:
      'The text says VOC 2007 with 2.5 classes an image; the code uses VOC 2012, which has 1.46.',
  },
  {
    tables: ['vlpl-backbones'],
    row: null,
    dataset: null,
    words:
      'The percentages of improvement are against VLPL on ResNet-50 for COCO, NUS and CUB but against EM+APL for VOC; they come from the backbone, not from the method.',
  },
  {
    tables: ['vlpl-backbones'],
    row: 'ViT-L, CLIP',
    dataset: 'cub',
    words: '12.82 is far below ResNet-50; the learning rate or the attributes may not fit.',
  },
  {
    tables: ['ignore-ablation'],
    row: 'None of them',
    dataset: null,
    words: 'It is AN, but differs from AN in table 1: presumably with strong views.',
  },
  {
    tables: ['ignore-ablation'],
    row: 'Agreement of views',
    dataset: 'cub',
    words: '11.1 is below plain AN.',
  },
  {
    tables: ['vlpl', 'll', 'ignore', 'boostlu'],
    row: 'LL-R',
    dataset: null,
    words:
      'Two sets of figures are about: 89.2 / 71.0 / 47.4 / 19.5 of its paper and 88.27 / 70.70 / 48.76 / 19.56 rerun with BoostLU.',
  },
  {
    tables: ['em', 'vlpl'],
    row: 'EntMin',
    dataset: null,
    words: 'No mistake: the method collapses, which shows that the sign of the entropy matters.',
  },
  {
    tables: ['scpnet'],
    row: null,
    dataset: 'nus',
    words: '62.0 is on another split of NUS-WIDE and cannot be compared with the other tables.',
  },
]
