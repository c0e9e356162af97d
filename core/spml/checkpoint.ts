import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { errnoCode, Failure } from '../contract/failures'
import { epochRecord } from '../contract/training'
import type { EpochRecord, Recipe } from '../contract/training'
import { openAtomicWriter } from '../store/files'
import type { NamedArrays, ReadArray } from '../tensor/named-arrays'
import { decodeSafetensors, safetensorsPieces } from '../tensor/weights'
import type { StoredArray } from '../tensor/weights'
import type { TrainInput } from './train-input'

const FORMAT = 'singlet-training-2'

/** All that the steps so far have left behind; the next one needs nothing else. */
export type TrainingState = {
  epochs: EpochRecord[]
  bestEpoch: number
  /** Of the epoch that has begun; 0 between two. */
  steps: number
  /** Weights, averages, optimisers, companions, running statistics, targets: everything by its name. */
  arrays: NamedArrays
  /** Labels that the method took for false negatives in the last epoch [N * C]. */
  marked: Uint8Array
  seconds: number
}

/** A checkpoint that was read; `read` throws CHECKPOINT_INVALID for an array that does not fit. */
export type SavedTraining = Omit<TrainingState, 'arrays'> & {
  read: ReadArray
  /** Every array below an owner's name, whatever its length. */
  below: (owner: string) => NamedArrays
}

/** Which training a checkpoint belongs to. */
export type Identity = { fingerprint: string; method: string; classes: number; images: number }

const metadataShape = z.object({
  format: z.literal(FORMAT),
  fingerprint: z.string(),
  method: z.string(),
  classes: z.coerce.number(),
  images: z.coerce.number(),
  epochs: z.string().transform((text) => z.array(epochRecord).parse(JSON.parse(text))),
  bestEpoch: z.coerce.number(),
  steps: z.coerce.number().default(0),
  seconds: z.coerce.number(),
})

/** Tells trainings apart: recipe, sizes and every label. A checkpoint only goes on with its own. */
export function identityOf(input: TrainInput, recipe: Recipe): Identity {
  const { images, classes, features, labels, teacher } = input
  const hash = createHash('sha256')
  hash.update(JSON.stringify([recipe, images, classes, features.length]))
  hash.update(labels)
  if (teacher) hash.update(new Uint8Array(Float32Array.from(teacher.scores).buffer))
  return { fingerprint: hash.digest('hex'), method: recipe.method, classes, images }
}

/** @throws Failure DISK_FULL; the file that was there before stays then. */
export async function saveCheckpoint(
  path: string,
  identity: Identity,
  state: TrainingState,
): Promise<void> {
  const arrays = new Map<string, StoredArray>()
  const put = (name: string, data: Float32Array | Uint8Array) =>
    arrays.set(name, { shape: [data.length], data })
  for (const [name, data] of Object.entries(state.arrays)) put(name, data)
  put('marked', state.marked)
  const metadata = {
    format: FORMAT,
    fingerprint: identity.fingerprint,
    method: identity.method,
    classes: String(identity.classes),
    images: String(identity.images),
    epochs: JSON.stringify(state.epochs),
    bestEpoch: String(state.bestEpoch),
    steps: String(state.steps),
    seconds: String(state.seconds),
  }
  const writer = await openAtomicWriter(path)
  try {
    // With a backbone these are hundreds of megabytes: they are not copied into one piece first.
    for (const piece of safetensorsPieces({ arrays, metadata })) await writer.write(piece)
    await writer.commit()
  } finally {
    await writer.dispose()
  }
}

/**
 * The state at the last checkpoint, or null when there is no file.
 * @throws Failure CHECKPOINT_INVALID when it is damaged or of another training.
 */
export async function loadCheckpoint(
  path: string,
  identity: Identity,
): Promise<SavedTraining | null> {
  const file = await readFile(path).catch((error: unknown) => {
    if (errnoCode(error) === 'ENOENT') return null
    throw error
  })
  if (file === null) return null
  const { arrays, metadata } = decode(path, file)
  const facts = metadataShape.safeParse(metadata)
  if (!facts.success) throw invalid(path, 'It is not a checkpoint of a training.', facts.error)
  checkIdentity(path, facts.data, identity)
  const marked = arrays.get('marked')?.data
  if (!(marked instanceof Uint8Array) || marked.length !== identity.images * identity.classes) {
    throw invalid(path, 'It has no marked labels.')
  }
  const { epochs, bestEpoch, steps, seconds } = facts.data
  return {
    ...{ epochs, bestEpoch, steps, seconds, marked },
    read: (name, length) => {
      const data = arrays.get(name)?.data
      if (data instanceof Float32Array && data.length === length) return data
      throw invalid(path, `It has no "${name}" of ${length} numbers.`)
    },
    below: (owner) => arraysBelow(arrays, owner),
  }
}

function arraysBelow(arrays: ReadonlyMap<string, StoredArray>, owner: string): NamedArrays {
  const below: NamedArrays = {}
  for (const [name, { data }] of arrays) {
    if (!name.startsWith(`${owner}/`) || !(data instanceof Float32Array)) continue
    below[name.slice(owner.length + 1)] = data
  }
  return below
}

function checkIdentity(path: string, found: Identity, wanted: Identity): void {
  if (found.method !== wanted.method) {
    throw invalid(path, `It belongs to a training with ${found.method}, not ${wanted.method}.`)
  }
  if (found.classes !== wanted.classes) {
    throw invalid(path, `It knows ${found.classes} classes, not ${wanted.classes}.`)
  }
  if (found.fingerprint !== wanted.fingerprint) {
    throw invalid(path, 'It belongs to a training with another recipe or other labels.')
  }
}

function decode(path: string, file: Uint8Array): ReturnType<typeof decodeSafetensors> {
  try {
    return decodeSafetensors(file)
  } catch (cause) {
    throw invalid(path, cause instanceof Failure ? cause.message : 'It is damaged.', cause)
  }
}

function invalid(path: string, message: string, cause?: unknown): Failure {
  return new Failure('CHECKPOINT_INVALID', `The checkpoint cannot be used. ${message}`, {
    advice: 'Start the training anew; every decision is safe.',
    path,
    cause,
  })
}
