import { describe, expect, it } from 'vitest'
import { plainMatMul } from '../kernel/mat-mul'
import { RandomState } from '../kernel/rng'
import { encodeSafetensors } from '../tensor/weights'
import { scoreClosedForm } from './closed-form/closed-form-head'
import type { ClosedFormHead, Experts } from './closed-form/closed-form-head'
import { storeClosedForm } from './closed-form/stored-closed-form'
import { EXPERTS, madeUpHead } from './closed-form/test-closed-form'
import type { Head } from './head'
import { decodeHead, encodeHead } from './stored-head'

const sizes = { channels: 6, features: 12, classes: 3, cells: 4, rank: 5, images: 8 }
const rng = new RandomState(3)
const normals = (count: number) => Float32Array.from({ length: count }, () => rng.normal())

function scoresOf(head: ClosedFormHead): Float32Array {
  const cells = head.positions > 0 ? madeUpCells : null
  return scoreClosedForm(head, features, cells, { matMul: plainMatMul })
}
const features = normals(2 * sizes.features)
const madeUpCells = normals(2 * sizes.cells * sizes.channels)

function readBack(head: ClosedFormHead): ClosedFormHead {
  const read = decodeHead(encodeHead(head))
  if (read.kind !== 'closed-form') throw new Error('It came back as another kind.')
  return read
}

const together: [(keyof Experts)[]][] = [
  ...EXPERTS.map((name): [(keyof Experts)[]] => [[name]]),
  [['kernel', 'attention', 'lda']],
  [[...EXPERTS]],
]

describe('a stored classifier', () => {
  it.each(together)('that was solved for scores as before: %j', (names) => {
    const head = madeUpHead(sizes, names)
    const read = readBack(head)
    expect(Object.keys(read.experts)).toEqual(names)
    const scores = scoresOf(read)
    scoresOf(head).forEach((score, i) => {
      expect(Math.abs((scores[i] ?? Number.NaN) - score)).toBeLessThan(2e-3)
    })
  })

  it('keeps every number but the rows of the kernel exactly', () => {
    const head = madeUpHead(sizes, EXPERTS)
    const read = readBack(head)
    const [rows, before] = [read.experts.kernel?.rows, head.experts.kernel?.rows]
    before?.forEach((x, i) => {
      expect(Math.abs((rows?.[i] ?? Number.NaN) - x)).toBeLessThan(2 ** -11)
    })
    expect(read.experts.kernel).toMatchObject({ sharpness: 1.5, duals: head.experts.kernel?.duals })
    expect({ ...read, experts: { ...read.experts, kernel: null } }).toEqual({
      ...{ ...head, experts: { ...head.experts, kernel: null } },
    })
  })

  it('spends two bytes on a number of the kernel', () => {
    const large = { ...sizes, features: 200, images: 300 }
    const bytes = encodeHead(madeUpHead(large, ['kernel'])).length
    expect(bytes).toBeGreaterThan(2 * 200 * 300)
    expect(bytes).toBeLessThan(2.2 * 200 * 300)
  })

  it('that was trained comes back as it was', () => {
    const head: Head = {
      ...{ kind: 'map', boost: 5, features: 4, classes: 2 },
      ...{ weights: normals(8), bias: normals(2), mean: normals(4), std: normals(4) },
    }
    expect(decodeHead(encodeHead(head))).toEqual(head)
  })
})

describe('a damaged classifier', () => {
  const head = madeUpHead(sizes, EXPERTS)
  const { arrays, metadata } = storeClosedForm(head)

  it('is refused when it is cut short anywhere', () => {
    const file = encodeHead(head)
    for (let length = 0; length < file.length; length += 97) {
      expect(() => decodeHead(file.subarray(0, length))).toThrow()
    }
  })

  it.each([...arrays.keys()])('is refused without %s', (name) => {
    const rest = new Map([...arrays].filter(([other]) => other !== name))
    expect(() => decodeHead(encodeSafetensors({ arrays: rest, metadata }))).toThrow(name)
  })

  it.each([
    ['of another size', { ...metadata, classes: '4' }],
    ['without its facts', { kind: 'closed-form' }],
    ['with facts that are no numbers', { ...metadata, rank: 'five' }],
    ['of a kind that nobody knows', { ...metadata, kind: 'forest' }],
  ])('is refused when it is %s', (_, facts) => {
    expect(() => decodeHead(encodeSafetensors({ arrays, metadata: facts }))).toThrow()
  })
})
