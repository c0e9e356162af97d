import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { errnoCode, Failure } from '../contract/failures'
import { epochRecord } from '../contract/training'
import type { EpochRecord, Recipe } from '../contract/training'
import { writeFileAtomic } from '../store/files'
import { decodeSafetensors, encodeSafetensors } from '../tensor/weights'
import type { StoredArray } from '../tensor/weights'
import type { ModelState } from './linear-model'
import type { TrainInput } from './train-input'

const FORMAT = 'singlet-training-1'

/** All that the epochs so far have left behind; the next one needs nothing else. */
export type TrainingState = {
  epochs: EpochRecord[]
  model: ModelState
  /** The weights of the best epoch so far. */
  best: { epoch: number; weights: Float32Array; bias: Float32Array }
  /** The method's layer of pseudo-labels [N * C]. */
  pseudo: Float32Array
  /** Labels that the method took for false negatives in the last epoch [N * C]. */
  suspects: Uint8Array
  seconds: number
}

const metadataShape = z.object({
  format: z.literal(FORMAT),
  fingerprint: z.string(),
  epochs: z.string().transform((text) => z.array(epochRecord).parse(JSON.parse(text))),
  bestEpoch: z.coerce.number(),
  adamStep: z.coerce.number(),
  seconds: z.coerce.number(),
})

/** Tells trainings apart: recipe, sizes and every label. A checkpoint only goes on with its own. */
export function fingerprintOf(input: TrainInput, recipe: Recipe): string {
  const hash = createHash('sha256')
  hash.update(JSON.stringify([recipe, input.images, input.classes, input.features.length]))
  hash.update(input.labels)
  return hash.digest('hex')
}

/** @throws Failure DISK_FULL; the file that was there before stays then. */
export async function saveCheckpoint(
  path: string,
  fingerprint: string,
  state: TrainingState,
): Promise<void> {
  const { model, best } = state
  const arrays = new Map<string, StoredArray>()
  const put = (name: string, data: Float32Array | Uint8Array) =>
    arrays.set(name, { shape: [data.length], data })
  put('weights', model.weights)
  put('bias', model.bias)
  model.adam.slots.forEach(({ first, second }, i) => {
    put(`adam.${i}.first`, first)
    put(`adam.${i}.second`, second)
  })
  put('best.weights', best.weights)
  put('best.bias', best.bias)
  put('pseudo', state.pseudo)
  put('suspects', state.suspects)
  const metadata = {
    format: FORMAT,
    fingerprint,
    epochs: JSON.stringify(state.epochs),
    bestEpoch: String(best.epoch),
    adamStep: String(model.adam.step),
    seconds: String(state.seconds),
  }
  await writeFileAtomic(path, encodeSafetensors({ arrays, metadata }))
}

/**
 * The state at the last checkpoint, or null when there is no file.
 * @throws Failure CHECKPOINT_INVALID when it is damaged or of another training.
 */
export async function loadCheckpoint(
  path: string,
  fingerprint: string,
): Promise<TrainingState | null> {
  const file = await readFile(path).catch((error: unknown) => {
    if (errnoCode(error) === 'ENOENT') return null
    throw error
  })
  if (file === null) return null
  const { arrays, metadata } = decode(path, file)
  const facts = metadataShape.safeParse(metadata)
  if (!facts.success) throw invalid(path, 'It is not a checkpoint of a training.', facts.error)
  if (facts.data.fingerprint !== fingerprint) {
    throw invalid(path, 'It belongs to a training with another recipe or other labels.')
  }
  return restore(path, arrays, facts.data)
}

function decode(path: string, file: Uint8Array): ReturnType<typeof decodeSafetensors> {
  try {
    return decodeSafetensors(file)
  } catch (cause) {
    throw invalid(path, cause instanceof Failure ? cause.message : 'It is damaged.', cause)
  }
}

function restore(
  path: string,
  arrays: ReadonlyMap<string, StoredArray>,
  facts: z.output<typeof metadataShape>,
): TrainingState {
  const floats = (name: string): Float32Array => {
    const data = arrays.get(name)?.data
    if (data instanceof Float32Array) return data
    throw invalid(path, `It has no ${name}.`)
  }
  const suspects = arrays.get('suspects')?.data
  if (!(suspects instanceof Uint8Array)) throw invalid(path, 'It has no suspects.')
  const slots = [0, 1].map((i) => ({
    first: floats(`adam.${i}.first`),
    second: floats(`adam.${i}.second`),
  }))
  return {
    epochs: facts.epochs,
    model: {
      weights: floats('weights'),
      bias: floats('bias'),
      adam: { step: facts.adamStep, slots },
    },
    best: { epoch: facts.bestEpoch, weights: floats('best.weights'), bias: floats('best.bias') },
    pseudo: floats('pseudo'),
    suspects,
    seconds: facts.seconds,
  }
}

function invalid(path: string, message: string, cause?: unknown): Failure {
  return new Failure('CHECKPOINT_INVALID', `The checkpoint cannot be used. ${message}`, {
    advice: 'Start the training anew; every decision is safe.',
    path,
    cause,
  })
}
