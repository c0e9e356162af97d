import { z } from 'zod'
import { decodeSafetensors, encodeSafetensors } from '../tensor/weights'
import type { StoredArrays } from '../tensor/weights'
import type { ClosedFormHead } from './closed-form/closed-form-head'
import { readClosedForm, storeClosedForm } from './closed-form/stored-closed-form'
import type { Head } from './head'

const linearFacts = z.object({
  kind: z.enum(['linear', 'map']),
  boost: z.coerce.number().default(1),
  features: z.coerce.number(),
  classes: z.coerce.number(),
})

/** A classifier as one safetensors file. */
export function encodeHead(head: Head | ClosedFormHead): Uint8Array {
  return encodeSafetensors(head.kind === 'closed-form' ? storeClosedForm(head) : storeLinear(head))
}

/** The classifier of such a file. Throws when the file is cut short, damaged or another one. */
export function decodeHead(file: Uint8Array): Head | ClosedFormHead {
  const stored = decodeSafetensors(file)
  return stored.metadata['kind'] === 'closed-form' ? readClosedForm(stored) : readLinear(stored)
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

function readLinear({ arrays, metadata }: StoredArrays): Head {
  const array = (name: string) => {
    const data = arrays.get(name)?.data
    if (data instanceof Float32Array) return data
    throw new Error(`${name} is missing`)
  }
  const [weights, bias] = [array('weights'), array('bias')]
  const [mean, std] = [array('mean'), array('std')]
  return { ...linearFacts.parse(metadata), weights, bias, mean, std }
}
