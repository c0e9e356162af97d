import { describe, expect, it } from 'vitest'
import { decodeSafetensors, encodeSafetensors } from './weights'
import type { StoredArray } from './weights'

const arrays = new Map<string, StoredArray>([
  ['marks', { shape: [3], data: Uint8Array.of(1, 0, 1) }],
  ['halves', { shape: [1, 3], data: Uint16Array.of(0x3c00, 0xc000, 0x7bff) }],
  ['weights', { shape: [2, 2], data: Float32Array.of(1, -2, 0.1, Number.NaN) }],
  ['empty', { shape: [0], data: new Float32Array(0) }],
])
const metadata = { epoch: '3', name: 'größer' }

describe('safetensors', () => {
  it('gives back every array and fact, also from a pooled buffer at an odd place', () => {
    const file = encodeSafetensors({ arrays, metadata })
    const odd = Buffer.concat([Buffer.of(0), file]).subarray(1)
    const read = decodeSafetensors(odd)
    expect(read.metadata).toEqual(metadata)
    expect(new Map(read.arrays)).toEqual(arrays)
  })

  it('is refused at every length but its own', () => {
    const file = encodeSafetensors({ arrays, metadata })
    for (let length = 0; length < file.length; length++) {
      expect(() => decodeSafetensors(file.subarray(0, length))).toThrow(
        expect.objectContaining({ code: 'CHECKPOINT_INVALID' }),
      )
    }
  })

  it.each([
    ['a header that is not JSON', '{nonsense'],
    ['a header that is a number', '7'],
    ['an unknown type', '{"a":{"dtype":"F64","shape":[0],"data_offsets":[0,0]}}'],
    ['a place outside of the file', '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'],
    ['a place before the file', '{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}'],
    ['a shape that lies', '{"a":{"dtype":"U8","shape":[9],"data_offsets":[0,1]}}'],
  ])('is refused with %s', (_, header) => {
    const json = new TextEncoder().encode(header)
    const file = new Uint8Array(8 + json.length)
    new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true)
    file.set(json, 8)
    expect(() => decodeSafetensors(file)).toThrow(
      expect.objectContaining({ code: 'CHECKPOINT_INVALID' }),
    )
  })

  it('reads bfloat16 as the float32 numbers that it is the upper half of', () => {
    const header = '{"a":{"dtype":"BF16","shape":[3],"data_offsets":[0,6]}} '
    const file = Buffer.concat([
      Buffer.from(BigUint64Array.of(BigInt(header.length)).buffer),
      Buffer.from(header),
      Buffer.from(Uint16Array.of(0x3f80, 0xc020, 0x7f80).buffer),
    ])
    const { data } = decodeSafetensors(file).arrays.get('a') ?? {}
    expect(data).toEqual(Float32Array.of(1, -2.5, Number.POSITIVE_INFINITY))
  })

  it('leaves out what nobody asks for, whatever its type is', () => {
    const header = '{"a":{"dtype":"I64","shape":[0],"data_offsets":[0,0]}}'
    const length = Buffer.from(BigUint64Array.of(BigInt(header.length)).buffer)
    const file = Buffer.concat([length, Buffer.from(header)])
    expect(() => decodeSafetensors(file)).toThrow(/I64/)
    expect(decodeSafetensors(file, (name) => name !== 'a').arrays.size).toBe(0)
  })

  it('is refused when it claims a header larger than memory', () => {
    expect(() => decodeSafetensors(new Uint8Array(64).fill(255))).toThrow(/header/)
  })
})
