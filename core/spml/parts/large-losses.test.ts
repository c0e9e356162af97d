import { describe, expect, it } from 'vitest'
import { largeLosses } from './large-losses'
import { NO_PSEUDO } from '../method'

const rowsOf = (...state: number[]) => ({
  state: Int8Array.from(state),
  pseudo: new Float32Array(state.length).fill(NO_PSEUDO),
})

describe('largeLosses', () => {
  it('takes the largest losses among the unknown labels only', () => {
    expect(largeLosses(Float32Array.of(9, 1, 2, 3), rowsOf(1, 0, 0, -1), 2)).toEqual([1, 2])
  })

  it('takes every label that ties with the last one', () => {
    expect(largeLosses(Float32Array.of(1, 1, 1, 0), rowsOf(0, 0, 0, 0), 1)).toEqual([0, 1, 2])
  })

  it('selects nothing where the threshold is zero', () => {
    expect(largeLosses(Float32Array.of(5, 5, 5, 5), rowsOf(1, 1, 0, 1), 2)).toEqual([])
    expect(largeLosses(Float32Array.of(-1000, -1000), rowsOf(0, 0), 2)).toEqual([])
  })
})
