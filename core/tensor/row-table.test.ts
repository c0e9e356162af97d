import { beforeEach, describe, expect, it } from 'vitest'
import { useDevice } from './backend'
import { rowTable } from './row-table'
import type { RowTable } from './row-table'
import * as tf from './tf'

const numbers = Float32Array.from({ length: 24 }, (_, i) => i)

describe.each(['wasm', 'cpu'] as const)('a table of rows on %s', (device) => {
  beforeEach(() => useDevice(device))

  it('gives rows in any order and as often as they are asked for', () => {
    const table = rowTable(numbers, [4, 2, 3])
    const rows = tf.tidy(() => table.gather(Uint32Array.of(3, 0, 3)))
    expect(rows.shape).toEqual([3, 2, 3])
    const last = [18, 19, 20, 21, 22, 23]
    expect([...rows.dataSync()]).toEqual([...last, 0, 1, 2, 3, 4, 5, ...last])
    rows.dispose()
    table.dispose()
  })

  it('survives the tidying of what asked for it, and leaves nothing behind', () => {
    const before = tf.memory().numTensors
    const made: RowTable[] = []
    tf.tidy(() => {
      made.push(rowTable(numbers, [12, 2]))
    })
    const [table = rowTable(numbers, [12, 2])] = made
    tf.tidy(() => {
      table.gather(Uint32Array.of(5))
    })
    const row = table.gather(Uint32Array.of(5))
    expect([...row.dataSync()]).toEqual([10, 11])
    row.dispose()
    table.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})
