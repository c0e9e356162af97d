import { gatherRows } from '../batches'
import { agreement } from '../held-out'
import { UNKNOWN } from '../method'
import { softplus } from '../parts/kernels'
import type { TrainInput } from '../train-input'

type Seen = {
  /** Logits of the images that taught, each without its own label [rows * C]. */
  unseen: Float32Array
  /** 1 present, else 0 [rows * C]. */
  targets: Float32Array
  rows: Uint32Array
}

/**
 * Unknown labels that look more present than half of those that people called present, 1 in [N * C]: what
 * a fit without pseudo-labels of its own would take for false negatives.
 */
export function markSuspects(
  { images, classes, labels }: TrainInput,
  { unseen, targets, rows }: Seen,
): Uint8Array {
  const marked = new Uint8Array(images * classes)
  for (let c = 0; c < classes; c++) {
    const own = unseen.filter((_, i) => i % classes === c && targets[i] === 1).sort()
    const median = own[own.length >> 1]
    if (median === undefined) continue
    rows.forEach((row, i) => {
      const place = row * classes + c
      if (labels[place] !== UNKNOWN) return
      if ((unseen[i * classes + c] ?? 0) > median) marked[place] = 1
    })
  }
  return marked
}

/** Mean binary cross-entropy of logits against targets, both [rows * C]. */
export function meanLoss(logits: Float32Array, targets: Float32Array): number {
  let sum = 0
  logits.forEach((z, i) => (sum += softplus(targets[i] === 1 ? -z : z)))
  return sum / Math.max(1, logits.length)
}

/** How well held-out images' labels are ranked by a fit that did not know them; null without such images. */
export function heldOutAgreement(
  unseen: Float32Array,
  labels: Int8Array,
  rows: Uint32Array,
  heldOut: Uint32Array,
  classes: number,
): number | null {
  if (heldOut.length === 0) return null
  const places = new Map(Array.from(rows, (row, i) => [row, i]))
  const own = Uint32Array.from(heldOut, (row) => places.get(row) ?? 0)
  const size = heldOut.length * classes
  return agreement(
    gatherRows(unseen, own, classes, new Float32Array(size)),
    gatherRows(labels, heldOut, classes, new Int8Array(size)),
    classes,
  )
}
