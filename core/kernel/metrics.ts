/**
 * Average precision as scikit-learn's `average_precision_score` has it: the step-wise sum of
 * precision over recall, items of equal score entering together; 0 without a positive.
 * @param truth [n], above 0 is positive. @param scores [n].
 */
export function averagePrecision(truth: ArrayLike<number>, scores: ArrayLike<number>): number {
  const order = descending(scores)
  let seen = 0
  let hits = 0
  let sum = 0
  while (seen < order.length) {
    const score = scores[order[seen] ?? 0]
    const before = hits
    do {
      if ((truth[order[seen] ?? 0] ?? 0) > 0) hits++
      seen++
    } while (seen < order.length && scores[order[seen] ?? 0] === score)
    sum += (hits - before) * (hits / seen)
  }
  return hits === 0 ? 0 : sum / hits
}

/** The indices of `scores`, highest first; equal ones in their own order. */
function descending(scores: ArrayLike<number>): Uint32Array {
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i)
  return order.sort((i, j) => (scores[j] ?? 0) - (scores[i] ?? 0) || i - j)
}

type MeanAveragePrecision = {
  /** 0..1; classes without positives count as 0, as every published implementation has it. */
  map: number
  /** Of each class [C]. */
  perClass: Float64Array
  emptyClasses: number
}

/**
 * Macro mean of `averagePrecision` over the classes.
 * @param truth [n, C], above 0 is positive. @param scores [n, C].
 * @param counts which entries take part (all when absent), for instance the unknown labels only.
 */
export function meanAveragePrecision(
  truth: ArrayLike<number>,
  scores: ArrayLike<number>,
  classCount: number,
  counts: (entry: number) => boolean = () => true,
): MeanAveragePrecision {
  const perClass = new Float64Array(classCount)
  let emptyClasses = 0
  for (let c = 0; c < classCount; c++) {
    const t: number[] = []
    const s: number[] = []
    for (let entry = c; entry < scores.length; entry += classCount) {
      if (!counts(entry)) continue
      t.push(truth[entry] ?? 0)
      s.push(scores[entry] ?? 0)
    }
    perClass[c] = averagePrecision(t, s)
    if (!t.some((value) => value > 0)) emptyClasses++
  }
  const sum = perClass.reduce((total, value) => total + value, 0)
  return { map: classCount === 0 ? 0 : sum / classCount, perClass, emptyClasses }
}

type Detection = { precision: number; recall: number; f1: number }

/**
 * How well marked entries find the relevant ones (false negatives among the unannotated, say);
 * each figure is 0 where it would divide by zero.
 */
export function detection(marked: number, hits: number, relevant: number): Detection {
  const precision = marked === 0 ? 0 : hits / marked
  const recall = relevant === 0 ? 0 : hits / relevant
  const f1 = hits === 0 ? 0 : (2 * precision * recall) / (precision + recall)
  return { precision, recall, f1 }
}

/** First Wasserstein distance of two samples: the area between their distribution functions. */
export function wasserstein1(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length === 0 || b.length === 0) return 0
  const left = Float64Array.from(a).sort()
  const right = Float64Array.from(b).sort()
  const all = Float64Array.from([...left, ...right]).sort()
  let i = 0
  let j = 0
  let area = 0
  for (let k = 0; k + 1 < all.length; k++) {
    const here = all[k] ?? 0
    while (i < left.length && (left[i] ?? 0) <= here) i++
    while (j < right.length && (right[j] ?? 0) <= here) j++
    area += Math.abs(i / left.length - j / right.length) * ((all[k + 1] ?? 0) - here)
  }
  return area
}
