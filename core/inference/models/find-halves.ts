import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { errnoCode, Failure } from '../../contract/failures'
import { readHead } from '../onnx/read-head'
import type { ModelHead } from '../onnx/read-head'
import { halfOf, layoutOf } from '../sam/layout'
import type { Half } from '../sam/layout'
import { sizeOf } from './installed'

interface Candidate extends ModelHead {
  readonly path: string
  readonly half: Half
  /** `_fp16`, `_quantized`, ...: both halves should have the same. */
  readonly suffix: string
}

/** What an import takes: both halves, and the files of weights beside them. */
export interface FoundHalves {
  readonly encoder: string
  readonly decoder: string
  readonly files: readonly string[]
}

/** The most exact first. */
const suffixes = ['', '_fp16', '_quantized', '_int8', '_uint8', '_q4', '_q4f16', '_bnb4']

/**
 * The two halves of a segmenter in a folder, or in the one of a file that is one of them; known by their
 * inputs and outputs, whatever they are called. Throws MODEL_MISSING or MODEL_INVALID, saying what is
 * missing.
 */
export async function findHalves(path: string): Promise<FoundHalves> {
  const chosen = (await isFile(path)) ? path : null
  const folder = chosen === null ? path : dirname(chosen)
  const all = await candidates(folder, chosen)
  const [encoders, decoders] = [ofHalf(all, 'encoder', chosen), ofHalf(all, 'decoder', chosen)]
  if (encoders.length === 0 || decoders.length === 0) throw incomplete(path, all)
  const [encoder, decoder] = matching(encoders, decoders)
  const files = [encoder, decoder].flatMap((half) => [half.path, ...weightsOf(half)])
  for (const file of files) {
    if ((await sizeOf(file)) === null) throw withoutWeights(file)
  }
  return { encoder: encoder.path, decoder: decoder.path, files }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch (cause) {
    if (errnoCode(cause) !== 'ENOENT') throw cause
    const advice = 'Name the folder that the model’s files lie in, or one of the files.'
    throw new Failure('MODEL_MISSING', 'This folder or file is not there.', { path, advice, cause })
  }
}

/** Halves among the ONNX files of a folder and of its `onnx/`; what a person named has to be one. */
async function candidates(folder: string, chosen: string | null): Promise<Candidate[]> {
  const found: Candidate[] = []
  for (const path of [...(await modelsIn(folder)), ...(await modelsIn(join(folder, 'onnx')))]) {
    const head = await headOf(path, path === chosen)
    const half = head === null ? null : halfOf(head)
    if (head !== null && half !== null) found.push({ ...head, path, half, suffix: suffixOf(path) })
    else if (path === chosen && head !== null) throw notAHalf(path, head)
  }
  return found
}

async function modelsIn(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder)
    return names
      .filter((name) => name.endsWith('.onnx'))
      .map((name) => join(folder, name))
      .sort()
  } catch (error) {
    const code = errnoCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return []
    throw error
  }
}

/** A broken file among others is passed over, unless it is what was asked for. */
async function headOf(path: string, needed: boolean): Promise<ModelHead | null> {
  try {
    return await readHead(path)
  } catch (error) {
    if (needed || !(error instanceof Failure)) throw error
    return null
  }
}

function ofHalf(all: readonly Candidate[], half: Half, chosen: string | null): Candidate[] {
  const those = all.filter((one) => one.half === half)
  const named = those.filter(({ path }) => path === chosen)
  return named.length > 0 ? named : those
}

/** The most exact pair that belongs together; the failure of the last one where none does. */
function matching(
  encoders: readonly Candidate[],
  decoders: readonly Candidate[],
): readonly [Candidate, Candidate] {
  const pairs = encoders
    .flatMap((encoder) => decoders.map((decoder) => [encoder, decoder] as const))
    .sort((a, b) => rank(a) - rank(b))
  let failure: unknown
  for (const pair of pairs) {
    try {
      layoutOf(...pair)
      return pair
    } catch (error) {
      failure = error
    }
  }
  throw failure
}

function rank([encoder, decoder]: readonly [Candidate, Candidate]): number {
  const place = ({ suffix }: Candidate) => {
    const index = suffixes.indexOf(suffix)
    return index < 0 ? suffixes.length : index
  }
  const apart = encoder.suffix === decoder.suffix ? 0 : 100
  return apart + place(encoder) + place(decoder)
}

function suffixOf(path: string): string {
  const name = basename(path, '.onnx')
  return suffixes.find((suffix) => suffix !== '' && name.endsWith(suffix)) ?? ''
}

const weightsOf = ({ path, weights }: Candidate): string[] =>
  weights.map((name) => join(dirname(path), name))

const known =
  'A segmenter has two ONNX files: one that reads pictures (vision_encoder.onnx, …encoder.onnx) and one that answers prompts (prompt_encoder_mask_decoder.onnx, …decoder.onnx).'

function incomplete(path: string, all: readonly Candidate[]): Failure {
  const [only] = all
  const missing = only?.half === 'encoder' ? 'answers prompts' : 'reads pictures'
  const message = only
    ? `Here is half a segmenter, ${basename(only.path)}; the file that ${missing} is missing.`
    : 'There is no segmenter in this folder.'
  return new Failure('MODEL_INVALID', message, { path, advice: known })
}

function notAHalf(path: string, { inputs, outputs }: ModelHead): Failure {
  const [takes, gives] = [inputs, outputs].map((ports) => ports.map(({ name }) => name).join(', '))
  const message = `This model is no part of a segmenter; it takes ${takes ?? ''} and gives ${gives ?? ''}.`
  return new Failure('MODEL_INVALID', message, { path, advice: known })
}

function withoutWeights(path: string): Failure {
  const message = `${basename(path)}, which holds weights of the model, is not there.`
  return new Failure('MODEL_INVALID', message, {
    path,
    advice: 'Put it beside the ONNX file that it belongs to, under this name.',
  })
}
