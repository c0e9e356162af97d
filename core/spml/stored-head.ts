import { z } from 'zod'
import { decodeSafetensors, encodeSafetensors } from '../tensor/weights'
import type { StoredArrays } from '../tensor/weights'
import type { CellHead } from './cell-classifier'
import type { ClosedFormHead } from './closed-form/closed-form-head'
import { readClosedForm, storeClosedForm } from './closed-form/stored-closed-form'
import type { Head } from './head'

const sizes = z.object({ features: z.coerce.number(), classes: z.coerce.number() })
const linearFacts = sizes.extend({
  kind: z.enum(['linear', 'map']),
  boost: z.coerce.number().default(1),
})

/** A classifier as one safetensors file. */
export function encodeHead(head: Head | CellHead | ClosedFormHead): Uint8Array {
  if (head.kind === 'closed-form') return encodeSafetensors(storeClosedForm(head))
  return encodeSafetensors(head.kind === 'cells' ? storeCells(head) : storeLinear(head))
}

/** The classifier of such a file. Throws when the file is cut short, damaged or another one. */
export function decodeHead(file: Uint8Array): Head | CellHead | ClosedFormHead {
  const stored = decodeSafetensors(file)
  const { kind } = stored.metadata
  if (kind === 'closed-form') return readClosedForm(stored)
  return kind === 'cells' ? readCells(stored) : readLinear(stored)
}

function storeLinear(head: Head): StoredArrays {
  const { kind, boost = 1, features, classes, weights, bias, mean, std } = head
  const arrays = new Map([
    ['weights', { shape: [features, classes], data: weights }],
    ['bias', { shape: [classes], data: bias }],
    ['mean', { shape: [mean.length], data: mean }],
    ['std', { shape: [std.length], data: std }],
  ])
  const metadata = {
    kind,
    boost: String(boost),
    features: String(features),
    classes: String(classes),
  }
  return { arrays, metadata }
}

function storeCells({ features, classes, narrow, bias, classifier }: CellHead): StoredArrays {
  const width = bias.length
  const arrays = new Map([
    ['narrow', { shape: [features, width], data: narrow }],
    ['bias', { shape: [width], data: bias }],
    ['classifier', { shape: [width, classes], data: classifier }],
  ])
  const metadata = { kind: 'cells', features: String(features), classes: String(classes) }
  return { arrays, metadata }
}

function readCells(stored: StoredArrays): CellHead {
  const array = arraysOf(stored)
  const [narrow, bias, classifier] = [array('narrow'), array('bias'), array('classifier')]
  return { kind: 'cells', ...sizes.parse(stored.metadata), narrow, bias, classifier }
}

/** Finds an array by its name, or throws that it is missing. */
function arraysOf({ arrays }: StoredArrays): (name: string) => Float32Array {
  return (name) => {
    const data = arrays.get(name)?.data
    if (data instanceof Float32Array) return data
    throw new Error(`${name} is missing`)
  }
}

function readLinear(stored: StoredArrays): Head {
  const { metadata } = stored
  const array = arraysOf(stored)
  const [weights, bias] = [array('weights'), array('bias')]
  const [mean, std] = [array('mean'), array('std')]
  return { ...linearFacts.parse(metadata), weights, bias, mean, std }
}
