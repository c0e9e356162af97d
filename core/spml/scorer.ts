import { chunks, concat } from './batches'
import { breathe } from './breathe'
import type { FeatureSource } from './feature-source'
import type { Model } from './model'

/** Numbers of features that are scored at once, 64 MB of them. */
const SCORED_NUMBERS = 2 ** 24
const LARGEST_BATCH = 512
/** Pieces that are made ready before they are asked for. */
const AHEAD = 2

/**
 * Logits [rows * C] of any rows of a source, with the model's weights of now, in pieces that breathe.
 * `tell` hears how many rows are done.
 */
export async function scoreRows(
  model: Model,
  source: FeatureSource,
  rows: Uint32Array,
  signal: AbortSignal,
  tell?: (done: number, total: number) => void,
): Promise<Float32Array> {
  const fitting = Math.floor(SCORED_NUMBERS / source.numbersPerImage)
  const size = Math.max(1, Math.min(LARGEST_BATCH, fitting, model.atOnce))
  const pieces = chunks(rows, size)
  const parts: Float32Array[] = []
  for (const [i, part] of pieces.entries()) {
    await breathe(signal)
    // The next ones are decoded while these are looked at.
    for (const next of pieces.slice(i, i + 1 + AHEAD)) source.prepare?.(next)
    parts.push(await model.logits(await source.read(part)))
    tell?.(Math.min(rows.length, (i + 1) * size), rows.length)
  }
  return concat(parts)
}

export function allRows(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, row) => row)
}
