import type { MethodState, Numbers, StepInput } from '../method'
import type { ConfidentTargets } from './confident-labels'
import { supervisedContrast } from './contrast'
import { outputOf } from './loss-parts'
import type { LossPart } from './loss-parts'
import { invalid } from './parameters'

/**
 * State of LAC's queue: `queue` [size, 2, E] both views of every entry, `queueLabels` [size] class + 1 or
 * 0 where nothing is, `queuePointer` where the next batch begins. The length of an embedding is known
 * with the first batch; until then `queue` is empty.
 */
export function beginQueue(size: number): MethodState {
  return {
    queue: new Float32Array(0),
    queueLabels: new Float32Array(size),
    queuePointer: new Float32Array(1),
  }
}

type Queue = { vectors: Float32Array; labels: Float32Array; pointer: number; width: number }

/**
 * Writes what is present in this batch, decided or believed, into the queue, and contrasts all that the
 * queue holds. Gradients go to `embedding` and `strongEmbedding` of this batch only.
 */
export function contrastBatch(
  { outputs, moment, parameters, state }: StepInput,
  targets: ConfidentTargets,
): { part: LossPart; queue: MethodState } {
  const plain = outputOf(outputs, 'embedding', false)
  const strong = outputOf(outputs, 'strongEmbedding', false)
  const before = readQueue(state, plain.length / Math.max(1, targets.length))
  const places = [...targets.keys()].filter((i) => targets[i] === 1).slice(0, before.labels.length)
  const { queue, start } = write(before, places, moment.classes, [plain, strong])
  const part = contrast(queue, { places, start, temperature: parameters['temperature'] ?? 1 })
  const size = plain.length
  return { part: spread(part, places, queue.width, size), queue: stateOf(queue) }
}

function readQueue(state: MethodState, width: number): Queue {
  const { queue = new Float32Array(0), queueLabels, queuePointer } = state
  const labels = queueLabels?.slice() ?? new Float32Array(0)
  const length = labels.length * 2 * width
  if (!Number.isInteger(width) || (queue.length > 0 && queue.length !== length)) {
    throw invalid(`The queue holds ${queue.length} numbers, not ${length}.`)
  }
  const vectors = queue.length > 0 ? queue.slice() : new Float32Array(length)
  return { vectors, labels, pointer: queuePointer?.[0] ?? 0, width }
}

function stateOf({ vectors, labels, pointer }: Queue): MethodState {
  return { queue: vectors, queueLabels: labels, queuePointer: Float32Array.of(pointer) }
}

/** A batch that would reach the end begins at 0 and leaves the old tail where it is. */
function write(
  { vectors, labels, pointer, width }: Queue,
  places: readonly number[],
  classes: number,
  [plain, strong]: readonly [Numbers, Numbers],
): { queue: Queue; start: number } {
  const start = pointer + places.length >= labels.length ? 0 : pointer
  places.forEach((place, k) => {
    const slot = start + k
    const from = place * width
    vectors.set(plain.subarray(from, from + width), 2 * slot * width)
    vectors.set(strong.subarray(from, from + width), (2 * slot + 1) * width)
    labels[slot] = (place % classes) + 1
  })
  return { queue: { vectors, labels, pointer: start + places.length, width }, start }
}

type Fresh = { places: readonly number[]; start: number; temperature: number }

/** The contrast, with the gradients [m, E] of the entries just written. */
function contrast({ vectors, labels, width }: Queue, { places, start, temperature }: Fresh) {
  const slots = [...labels.keys()].filter((slot) => labels[slot] !== 0)
  const views = new Float64Array(2 * slots.length * width)
  slots.forEach((slot, k) => {
    const own = 2 * slot * width
    views.set(vectors.subarray(own, own + width), k * width)
    views.set(vectors.subarray(own + width, own + 2 * width), (slots.length + k) * width)
  })
  const first = slots.indexOf(start)
  const isFresh = (entry: number) => entry >= first && entry < first + places.length
  const entries = { vectors: views, labels: slots.map((slot) => labels[slot] ?? 0), width }
  const { loss, grad } = supervisedContrast(entries, temperature, isFresh)
  const gradOf = (from: number) =>
    grad.subarray((from + first) * width, (from + first + places.length) * width)
  return { loss, plain: gradOf(0), strong: gradOf(slots.length) }
}

/** Gradients of entries put back to the labels [B * C, E] that they are of. */
function spread(
  { loss, plain, strong }: { loss: number; plain: Float64Array; strong: Float64Array },
  places: readonly number[],
  width: number,
  size: number,
): LossPart {
  const embedding = new Float64Array(size)
  const strongEmbedding = new Float64Array(size)
  places.forEach((place, k) => {
    embedding.set(plain.subarray(k * width, (k + 1) * width), place * width)
    strongEmbedding.set(strong.subarray(k * width, (k + 1) * width), place * width)
  })
  return { loss, grads: { embedding, strongEmbedding } }
}
