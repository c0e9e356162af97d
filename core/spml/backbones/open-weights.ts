import { readFile } from 'node:fs/promises'
import { errnoCode, Failure } from '../../contract/failures'
import { decodeFloat16 } from '../../kernel/float16'
import type { ReadArray } from '../../tensor/named-arrays'
import { decodeSafetensors } from '../../tensor/weights'
import type { StoredArray } from '../../tensor/weights'
import { architectures, layoutOf } from './architectures'
import type { Architecture } from './architectures'
import { convolutionsOf } from './layout'
import { NORM_PARTS, storedShape } from './parameters'

/** The weights of a network that can be trained, as a file holds them. */
export type BackboneWeights = {
  architecture: Architecture
  /** Numbers by torchvision's names, filters [out, in, k, k]: what `makeBackbone` takes. */
  read: ReadArray
  /** What the file holds that is of no use here: its classifier, counters. */
  ignored: readonly string[]
}

const HOW_TO_GET_ONE =
  'Save a model of torchvision with safetensors: save_file(model.state_dict(), "model.safetensors").'
/** The classifier's, of both families, and how often batch norm was called. */
const USELESS = /^(fc|classifier)\.|\.num_batches_tracked$/

/**
 * Reads a safetensors file with torchvision's names (float32, float16 or bfloat16) and finds out which
 * network it is of.
 * @throws Failure MODEL_MISSING, or MODEL_INVALID that names the first tensor which is missing, of
 * another shape, or not of any network known here.
 */
export async function openBackboneWeights(path: string): Promise<BackboneWeights> {
  const { arrays, ignored } = await readArrays(path)
  const architecture = architectureOf(arrays)
  if (architecture === null) {
    throw invalid(path, `It is none of ${architectures.join(', ')} in torchvision’s naming`)
  }
  const expected = shapesOf(architecture)
  for (const [name, shape] of expected) checkShape(path, name, shape, arrays.get(name))
  const foreign = [...arrays.keys()].find((name) => !expected.has(name))
  if (foreign !== undefined) {
    throw invalid(path, `It is no ${architecture}: it also has ${foreign}`)
  }
  const read: ReadArray = (name, length) => {
    const numbers = numbersOf(arrays.get(name))
    if (numbers?.length === length) return numbers
    throw new RangeError(`${name} does not have ${length} numbers.`)
  }
  return { architecture, read, ignored }
}

type Found = { arrays: ReadonlyMap<string, StoredArray>; ignored: string[] }

async function readArrays(path: string): Promise<Found> {
  const ignored: string[] = []
  const wants = (name: string) => {
    const useless = USELESS.test(name)
    if (useless) ignored.push(name)
    return !useless
  }
  try {
    return { arrays: decodeSafetensors(await readFile(path), wants).arrays, ignored }
  } catch (cause) {
    if (errnoCode(cause) === 'ENOENT') {
      const advice = 'Choose another backbone, or put the file back.'
      throw new Failure('MODEL_MISSING', 'The weights file is not there.', { path, advice, cause })
    }
    const why = cause instanceof Error ? cause.message : String(cause)
    throw invalid(path, why.replace(/\.$/, ''), cause)
  }
}

/** By what only one of them has; how deep it is shows when every name is looked for. */
function architectureOf(names: ReadonlyMap<string, unknown>): Architecture | null {
  if (names.has('features.0.0.weight')) return 'mobilenet-v2'
  if (!names.has('conv1.weight')) return null
  if (names.has('layer1.0.conv3.weight')) return 'resnet50'
  return names.has('layer4.0.conv1.weight') ? 'resnet18' : 'tiny-resnet'
}

function shapesOf(architecture: Architecture): Map<string, number[]> {
  const shapes = new Map<string, number[]>()
  for (const step of convolutionsOf(layoutOf(architecture))) {
    shapes.set(`${step.name}.weight`, storedShape(step))
    for (const part of NORM_PARTS) shapes.set(`${step.norm}.${part}`, [step.outputs])
  }
  return shapes
}

function checkShape(
  path: string,
  name: string,
  shape: readonly number[],
  found: StoredArray | undefined,
): void {
  if (found === undefined) throw invalid(path, `${name} is missing`)
  if (String(found.shape) === String(shape)) return
  throw invalid(path, `${name} is [${String(found.shape)}] and not [${String(shape)}]`)
}

function numbersOf(array: StoredArray | undefined): Float32Array | undefined {
  if (array?.data instanceof Uint16Array) return decodeFloat16(array.data)
  return array?.data instanceof Float32Array ? array.data : undefined
}

function invalid(path: string, why: string, cause?: unknown): Failure {
  const message = `The weights cannot be used. ${why}.`
  return new Failure('MODEL_INVALID', message, { path, advice: HOW_TO_GET_ONE, cause })
}
