import { chunks } from './batches'
import { breathe } from './breathe'
import type { FeatureSource } from './feature-source'
import type { Model } from './model'

/** Numbers of features that are scored at once, 64 MB of them. */
const SCORED_NUMBERS = 2 ** 24
const LARGEST_BATCH = 512

/** Logits [rows * C] of any rows of a source, with the model's weights of now, in pieces that breathe. */
export async function scoreRows(
  model: Model,
  source: FeatureSource,
  rows: Uint32Array,
  signal: AbortSignal,
): Promise<Float32Array> {
  const fitting = Math.floor(SCORED_NUMBERS / source.numbersPerImage)
  const parts: Float32Array[] = []
  for (const part of chunks(rows, Math.max(1, Math.min(LARGEST_BATCH, fitting)))) {
    await breathe(signal)
    parts.push(await model.logits(await source.read(part)))
  }
  return concat(parts)
}

export function allRows(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, row) => row)
}

function concat(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let done = 0
  for (const part of parts) {
    whole.set(part, done)
    done += part.length
  }
  return whole
}
