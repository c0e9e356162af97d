import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { errnoCode, Failure } from '../contract/failures'
import { classId, type ClassId, type RunId } from '../contract/ids'
import { decodeFloat16, encodeFloat16 } from '../kernel/float16'
import type { CellHead } from '../spml/cell-classifier'
import type { ClosedFormHead } from '../spml/closed-form/closed-form-head'
import type { Head } from '../spml/head'
import { decodeHead, encodeHead } from '../spml/stored-head'
import type { TunedBackbone } from '../spml/train-input'
import { projectPaths, writeFileAtomic } from '../store/files'

/** What a finished run leaves behind in `runs/<id>/`. */
export interface RunResult {
  /** null where it is a network, and so nothing that other parts could apply. */
  readonly head: Head | CellHead | ClosedFormHead | null
  /** The backbone that was trained with it, as an ONNX file and as torchvision's weights. */
  readonly backbone?: TunedBackbone
  /** [N, C] logits. */
  readonly scores: Float32Array
  /** [N, C] how far labels can be trusted, 0..1, where the method can say. */
  readonly trust?: Float32Array
  /** Whose rows and columns the scores are. */
  readonly images: Int32Array
  readonly classes: readonly ClassId[]
}

export interface RunScores {
  readonly images: Int32Array
  readonly classes: readonly ClassId[]
  readonly scores: Float32Array
}

/** What a run learnt from, kept so that it can go on from its checkpoint after labels changed. */
export interface RunSnapshot {
  /** Ids of the training images. */
  readonly images: Int32Array
  /** [images, classes] 1 present, -1 absent, 0 unknown, 2 undecided. */
  readonly labels: Int8Array
  readonly classes: readonly ClassId[]
  /** [images, classes] scores of a file that teaches; null without one. */
  readonly teacher: Float32Array | null
}

export function runDirectory(projectDirectory: string, run: RunId): string {
  return join(projectPaths(projectDirectory).runs, run)
}

export function checkpointPath(directory: string): string {
  return join(directory, 'checkpoint.safetensors')
}

export async function writeSnapshot(directory: string, snapshot: RunSnapshot): Promise<void> {
  const { images, labels, classes, teacher } = snapshot
  await writeFileAtomic(join(directory, 'images.i32'), bytesOf(images))
  await writeFileAtomic(join(directory, 'labels.i8'), bytesOf(labels))
  if (teacher) await writeFileAtomic(join(directory, 'teacher.f32'), bytesOf(teacher))
  const index = { classes, teacher: teacher !== null }
  await writeFileAtomic(join(directory, 'snapshot.json'), JSON.stringify(index))
}

/** Throws CHECKPOINT_INVALID when the run cannot go on. */
export async function readSnapshot(directory: string): Promise<RunSnapshot> {
  try {
    const text = await readFile(join(directory, 'snapshot.json'), 'utf8')
    const { classes, teacher: taught } = snapshotFile.parse(JSON.parse(text))
    const images = new Int32Array(copyOf(await readFile(join(directory, 'images.i32'))))
    const labels = new Int8Array(copyOf(await readFile(join(directory, 'labels.i8'))))
    if (labels.length !== images.length * classes.length) throw new Error('sizes differ')
    if (!taught) return { images, labels, classes, teacher: null }
    const teacher = new Float32Array(copyOf(await readFile(join(directory, 'teacher.f32'))))
    if (teacher.length !== labels.length) throw new Error('sizes differ')
    return { images, labels, classes, teacher }
  } catch (cause) {
    throw new Failure('CHECKPOINT_INVALID', 'What this run learnt from cannot be read.', {
      advice: 'Start a new run; every label is kept.',
      path: directory,
      cause,
    })
  }
}

/** The backbone that a run has trained; its weights lie beside it. */
export function tunedBackbone(directory: string): string {
  return join(directory, 'backbone.onnx')
}

/** `index.json` comes last: a run without one has no result yet. */
export async function writeRunResult(directory: string, result: RunResult): Promise<void> {
  const { head, backbone, scores, trust, images, classes } = result
  if (backbone) {
    await writeFileAtomic(join(directory, 'backbone.safetensors'), backbone.weights)
    await writeFileAtomic(tunedBackbone(directory), backbone.onnx)
  }
  if (head) await writeFileAtomic(join(directory, 'head.safetensors'), encodeHead(head))
  await writeFileAtomic(join(directory, 'scores.f16'), bytesOf(encodeFloat16(scores)))
  if (trust) await writeFileAtomic(join(directory, 'trust.f16'), bytesOf(encodeFloat16(trust)))
  await writeFileAtomic(join(directory, 'images.i32'), bytesOf(images))
  await writeFileAtomic(join(directory, 'index.json'), JSON.stringify({ classes }))
  // With a backbone it is hundreds of megabytes, and nobody goes on from the end.
  if (backbone) await rm(checkpointPath(directory), { force: true })
}

/** null when the run has no result (it was interrupted, or its files are gone). */
export async function readRunScores(directory: string): Promise<RunScores | null> {
  try {
    const index = indexFile.parse(JSON.parse(await readFile(join(directory, 'index.json'), 'utf8')))
    const halves = await readFile(join(directory, 'scores.f16'))
    const ids = await readFile(join(directory, 'images.i32'))
    const scores = decodeFloat16(new Uint16Array(copyOf(halves)))
    const images = new Int32Array(copyOf(ids))
    if (scores.length !== images.length * index.classes.length) return null
    return { images, classes: index.classes, scores }
  } catch {
    // Whatever is wrong with these files, training again makes them new; labels are not in them.
    return null
  }
}

/** [N, C] how far a run's labels can be trusted, 0..1: what it says itself, else its probabilities. */
export async function readRunTrust(directory: string): Promise<RunScores | null> {
  const result = await readRunScores(directory)
  if (result === null) return null
  const own = await readFile(join(directory, 'trust.f16')).catch((error: unknown) => {
    if (errnoCode(error) === 'ENOENT') return null
    throw error
  })
  const trust = own && decodeFloat16(new Uint16Array(copyOf(own)))
  const usual = () => result.scores.map((logit) => 1 / (1 + Math.exp(-logit)))
  return { ...result, scores: trust?.length === result.scores.length ? trust : usual() }
}

/** Throws NOT_FOUND when the run has no result, MODEL_INVALID when its head is a network. */
export async function readRunHead(directory: string): Promise<Head | CellHead | ClosedFormHead> {
  try {
    return decodeHead(await readFile(join(directory, 'head.safetensors')))
  } catch (cause) {
    if (errnoCode(cause) === 'ENOENT' && (await readRunScores(directory)) !== null) {
      throw new Failure('MODEL_INVALID', 'The head of this run cannot be exported or drawn yet.', {
        advice:
          'Its suggestions are there; train with a linear or a map head to take a classifier away.',
        path: directory,
      })
    }
    throw new Failure('NOT_FOUND', 'This run has no classifier.', {
      advice: 'Choose another run, or train again.',
      path: directory,
      cause,
    })
  }
}

const indexFile = z.object({ classes: z.array(classId) })
const snapshotFile = indexFile.extend({ teacher: z.boolean().default(false) })
function bytesOf(array: Uint16Array | Int32Array | Int8Array | Float32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}

/** Files come at any offset of a shared buffer; typed arrays need one of their own. */
function copyOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer
}
