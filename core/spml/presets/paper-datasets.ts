/** Datasets that the tables of the papers have a column for. */
export const paperDatasets = [
  'voc',
  'coco',
  'nus',
  'cub',
  'vg-500',
  'mirflickr',
  'cityscapes',
] as const
export type PaperDataset = (typeof paperDatasets)[number]

export interface PaperDatasetFacts {
  id: PaperDataset
  title: string
  classes: number
  /** Images of the official training part; null where no source tells. */
  training: number | null
  /** Images that are judged; null where no source tells. */
  test: number | null
  /** Mean number of classes in an image. */
  positives: number
  /** What to know before comparing; empty when there is nothing. */
  note: string
}

export const paperDatasetFacts: readonly PaperDatasetFacts[] = [
  {
    id: 'voc',
    title: 'PASCAL VOC 2012',
    classes: 20,
    training: 5717,
    test: 5823,
    positives: 1.46,
    note: 'The list `train` is the training part and `val` the test part. VLPL writes VOC 2007 but uses 2012.',
  },
  {
    id: 'coco',
    title: 'MS-COCO 2014',
    classes: 80,
    training: 82_081,
    test: 40_137,
    positives: 2.94,
    note: 'Images without any object are left out. The thesis describes 2017, all code uses 2014.',
  },
  {
    id: 'nus',
    title: 'NUS-WIDE',
    classes: 81,
    training: 150_000,
    test: 60_260,
    positives: 1.89,
    note: 'Sizes of EM and VLPL. Cole et al. crawled it again, and SCPNet has another split: not comparable.',
  },
  {
    id: 'cub',
    title: 'CUB-200-2011 attributes',
    classes: 312,
    training: 5994,
    test: 5794,
    positives: 31.4,
    note: '',
  },
  {
    id: 'vg-500',
    title: 'Visual Genome, 500 classes',
    classes: 500,
    training: null,
    test: 10_000,
    positives: 13.62,
    note: 'No source tells the split of the thesis; 98,249 and 82,904 training images are quoted.',
  },
  {
    id: 'mirflickr',
    title: 'MIRFlickr-25k',
    classes: 24,
    training: null,
    test: null,
    positives: 3.71,
    note: 'The split of the thesis is not known; its mean of 3.71 fits the 24 potential concepts.',
  },
  {
    id: 'cityscapes',
    title: 'Cityscapes',
    classes: 35,
    training: 2975,
    test: 500,
    positives: 17.88,
    note: 'All 35 label ids count, also those that nearly every image has.',
  },
]
