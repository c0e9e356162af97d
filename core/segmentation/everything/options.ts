export interface EverythingOptions {
  /** Points along each axis of the picture. */
  readonly side: number
  /** Whether a place in a part that is found already need not be asked. */
  readonly skipsFound: boolean
  /** Masks that the segmenter itself expects to fit worse than this are left out, 0..1. */
  readonly leastQuality: number
  /** Masks whose edge depends more than this on the threshold are left out, 0..1. */
  readonly leastStability: number
  /** How far above and below nought the two thresholds are. */
  readonly stabilityOffset: number
  /** Of two boxes whose IoU exceeds this, the one of lower quality is left out. */
  readonly mostOverlap: number
  /** Specks and holes of less than this share of the picture are cleaned away, and masks of less too. */
  readonly leastArea: number
  /** Masks of more than this share of the picture are left out. */
  readonly mostArea: number
  /** The best so many masks remain. */
  readonly mostSegments: number
}

/** Those of Segment Anything's own mask generator, but for specks and for a grid that a CPU can pay. */
const ofNetworks: EverythingOptions = {
  ...{ side: 16, leastQuality: 0.88, leastStability: 0.95, stabilityOffset: 1, mostOverlap: 0.7 },
  ...{ leastArea: 0.0005, mostArea: 1, mostSegments: 400, skipsFound: false },
}

/**
 * What finds most outlined objects for its number of segments in photographs of coco128 that Basic was
 * not taught. Its edges are softer than a large network's, and its expectations lower.
 */
const ofBasic: EverythingOptions = {
  ...{ side: 12, leastQuality: 0.35, leastStability: 0.8, stabilityOffset: 0.5, mostOverlap: 0.8 },
  ...{ leastArea: 0.003, mostArea: 0.95, mostSegments: 400, skipsFound: true },
}

/** What suits a segmenter unless somebody says otherwise. */
export function usualOptions(segmenter: string): EverythingOptions {
  return segmenter === 'basic' ? ofBasic : ofNetworks
}
