import { ABSENT, UNDECIDED } from '../method'
import type { MethodState, Numbers, StepInput } from '../method'
import { sigmoid } from './kernels'

/** State `selected` [N, C]: 1 where a class was once found certain in an image (FlexMatch). */
export function beginSelected(run: { images: number; classes: number }): MethodState {
  return { selected: new Float32Array(run.images * run.classes) }
}

/**
 * How well each class is known [C], 0..1: how often it was selected, beside the most selected class or
 * what is left to select, whichever is more; at least 1 / C. `perImage` classes of an image can be.
 */
export function classAccuracy(selected: Numbers, classes: number, perImage: number): Float64Array {
  const counts = new Float64Array(classes)
  selected.forEach((value, i) => {
    counts[i % classes] = (counts[i % classes] ?? 0) + value
  })
  const total = counts.reduce((a, b) => a + b, 0)
  const left = (perImage * selected.length) / classes - total
  const most = Math.max(left, ...counts)
  return counts.map((count) => Math.max(most > 0 ? count / most : 0, 1 / classes))
}

/** `candidates` [B * C] of a batch, and the selection with those that are certain. */
export type Certain = { candidates: ReadonlySet<number>; selected: Float32Array }

/**
 * Looks at the `hardK` highest classes of every image: a candidate reaches the cutoff for how well its
 * class is known, a certain one the whole `pCutoff`. What people called absent is neither.
 */
export function findCertain({ outputs, labels, moment, parameters, state }: StepInput): Certain {
  const { classes } = moment
  const { pCutoff = 1, hardK = 0 } = parameters
  const { logits } = outputs
  const selected = state['selected'] ?? new Float32Array(0)
  const known = classAccuracy(selected, classes, hardK)
  const candidates = new Set<number>()
  const certain: number[] = []
  for (let row = 0; row < logits.length; row += classes) {
    for (const i of highest(logits, row, classes, hardK)) {
      if (labels.state[i] === ABSENT || labels.state[i] === UNDECIDED) continue
      const p = sigmoid(logits[i] ?? 0)
      const accuracy = known[i - row] ?? 0
      if (p >= pCutoff * (accuracy / (2 - accuracy))) candidates.add(i)
      if (p >= pCutoff) certain.push(i)
    }
  }
  return { candidates, selected: select(selected, certain, classes, labels.rows) }
}

function highest(logits: Numbers, row: number, classes: number, count: number): number[] {
  const places = Array.from({ length: classes }, (_, c) => row + c)
  places.sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0) || a - b)
  return places.slice(0, count)
}

/** The selection with places of a batch added; the same array when all of them were there. */
function select(
  selected: Float32Array,
  places: readonly number[],
  classes: number,
  rows: Uint32Array | undefined,
): Float32Array {
  const inRun = places.map((i) => {
    const image = Math.floor(i / classes)
    return (rows?.[image] ?? image) * classes + (i % classes)
  })
  const added = inRun.filter((place) => selected[place] === 0)
  if (added.length === 0) return selected
  const next = selected.slice()
  for (const place of added) next[place] = 1
  return next
}
