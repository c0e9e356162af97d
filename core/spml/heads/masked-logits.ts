/** Evidence of every cell for every class, and what to hide of it. B images, P cells, C classes. */
export type Masking = {
  /** [B * P * C]. */
  shown: Float32Array
  /** [P * C] of a picture without content. */
  hidden: Float32Array
  classes: number
  /** The observed class of each image, -1 to hide nothing. */
  observed: readonly number[]
  /** Cells whose evidence, from 0 to 1 within the image, is not above this are hidden. */
  threshold: number
  /** BoostLU's factor on positive cells. */
  boost: number
}

/**
 * Logits [B * C] of pictures that show only the region of their observed class (IGNORE, section of its
 * paper on masked images): cells outside become those of a picture without content. An image without one
 * observed class, or with the same evidence everywhere, is shown whole.
 */
export function maskedLogits({ shown, hidden, classes, boost, ...mask }: Masking): Float32Array {
  const size = hidden.length
  const logits = new Float32Array(mask.observed.length * classes)
  mask.observed.forEach((observed, image) => {
    const own = shown.subarray(image * size, (image + 1) * size)
    const isShown = shownCells(own, classes, observed, mask.threshold)
    for (let i = 0; i < size; i++) {
      const evidence = (isShown(Math.floor(i / classes)) ? own[i] : hidden[i]) ?? 0
      const place = image * classes + (i % classes)
      const bent = evidence > 0 ? boost * evidence : evidence
      logits[place] = (logits[place] ?? 0) + (bent * classes) / size
    }
  })
  return logits
}

/** Whether a cell is shown, by the evidence [P * C] of one image for its observed class. */
function shownCells(
  evidence: Float32Array,
  classes: number,
  observed: number,
  threshold: number,
): (cell: number) => boolean {
  if (observed < 0) return () => true
  const own = evidence.filter((_, i) => i % classes === observed)
  const low = own.reduce((a, b) => Math.min(a, b))
  const spread = own.reduce((a, b) => Math.max(a, b)) - low
  if (spread === 0) return () => true
  return (cell) => ((own[cell] ?? low) - low) / spread > threshold
}
