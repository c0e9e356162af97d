import type { MethodState, Numbers, StepInput } from '../method'
import type { ConfidentTargets } from './confident-labels'
import { supervisedContrast, updatePowers } from './contrast'
import type { Powers, Range } from './contrast'
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
  const fresh = { from: 2 * start, to: 2 * (start + places.length) }
  const temperature = parameters['temperature'] ?? 1
  const powers = powersOf(state['queue'], queue, temperature, fresh)
  const { loss, grad } = supervisedContrast(queue, powers, temperature, fresh)
  const grads = spread(grad, places, queue.width, plain.length)
  return { part: { loss, grads }, queue: stateOf(queue) }
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

/**
 * Powers of the queue that a step left behind. They follow from the queue alone, and are kept because most
 * of it is the same in the next step.
 */
const kept = new WeakMap<Float32Array, { powers: Powers; temperature: number }>()

function powersOf(
  before: Float32Array | undefined,
  queue: Queue,
  temperature: number,
  fresh: Range,
): Powers {
  const views = 2 * queue.labels.length
  const known = before && kept.get(before)
  const isUsable = known?.temperature === temperature && known.powers.length === views ** 2
  if (before && isUsable) kept.delete(before)
  const powers = isUsable ? known.powers : new Float64Array(views ** 2)
  updatePowers(powers, queue, temperature, isUsable ? fresh : { from: 0, to: views })
  kept.set(queue.vectors, { powers, temperature })
  return powers
}

/** Gradients [2 * m, E] of both views in turn, put back to the labels [B * C, E] that they are of. */
function spread(
  grad: Float64Array,
  places: readonly number[],
  width: number,
  size: number,
): LossPart['grads'] {
  const embedding = new Float64Array(size)
  const strongEmbedding = new Float64Array(size)
  places.forEach((place, k) => {
    const [plain, strong] = [2 * k * width, (2 * k + 1) * width]
    embedding.set(grad.subarray(plain, strong), place * width)
    strongEmbedding.set(grad.subarray(strong, strong + width), place * width)
  })
  return { embedding, strongEmbedding }
}
