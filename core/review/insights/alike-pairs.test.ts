import { expect, test } from 'vitest'
import { PackedRows } from '../../kernel/packed/packed-rows'
import { RandomState } from '../../kernel/rng'
import { alikeGroups } from './alike-groups'
import { alikePairSteps } from './alike-pairs'
import { signatureSteps } from './sign-hash'

const DIM = 96

function drain<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Unit rows: `count` by chance, then for each cosine one row at that angle to row 0. */
function rowsWith(count: number, cosines: readonly number[]): Float32Array {
  const rng = new RandomState(1)
  const random = (): number[] => unit(Array.from({ length: DIM }, () => rng.normal()))
  const rows = Array.from({ length: count }, random)
  const first = rows[0] ?? []
  for (const cosine of cosines) {
    const other = random()
    const along = first.reduce((sum, value, k) => sum + value * (other[k] ?? 0), 0)
    const across = unit(other.map((value, k) => value - along * (first[k] ?? 0)))
    rows.push(
      first.map((value, k) => cosine * value + Math.sqrt(1 - cosine ** 2) * (across[k] ?? 0)),
    )
  }
  return Float32Array.from(rows.flat())
}

function unit(values: readonly number[]): number[] {
  const length = Math.hypot(...values)
  return values.map((value) => value / length)
}

function pairsOf(unpacked: Float32Array, limit: number) {
  const rows = Uint32Array.from({ length: unpacked.length / DIM }, (_, k) => k)
  const packed = new PackedRows(rows.length, DIM)
  for (const row of rows) packed.set(row, unpacked, row * DIM)
  const { values: features, stride: dim } = packed
  const signatures = drain(signatureSteps(features, dim, rows, new RandomState(7)))
  return drain(alikePairSteps({ features, dim, rows, signatures }, limit))
}

test('rows above the limit are found among many, and none below it', () => {
  const features = rowsWith(3000, [0.99, 0.97, 0.93, 0.89, 0.5])
  const found = pairsOf(features, 0.92).filter(({ a }) => a === 0)
  expect(found.map(({ b }) => b).sort((x, y) => x - y)).toEqual([3000, 3001, 3002])
  expect(found.find(({ b }) => b === 3001)?.cosine).toBeCloseTo(0.97, 3)
})

test('no rows, or a single one, have no pairs', () => {
  expect(pairsOf(new Float32Array(0), 0.9)).toEqual([])
  expect(pairsOf(rowsWith(1, []), 0.9)).toEqual([])
})

test('many copies of one picture end, and are one group', () => {
  const one = rowsWith(1, [])
  const copies = new Float32Array(700 * DIM)
  for (let k = 0; k < 700; k++) copies.set(one, k * DIM)
  const groups = alikeGroups(pairsOf(copies, 0.98))
  expect(groups[0]?.rows.length).toBeGreaterThan(600)
})

test('a chain of likes is no single group: all of a group are like its first', () => {
  const chain = [0, 1, 2, 3].map((a) => ({ a, b: a + 1, cosine: 0.95 }))
  const groups = alikeGroups(chain)
  expect(groups.map(({ rows }) => rows.toSorted((x, y) => x - y))).toEqual([
    [0, 1, 2],
    [3, 4],
  ])
})

test('the likest come first, and every row is in one group only', () => {
  const [group, ...others] = alikeGroups([
    { a: 0, b: 1, cosine: 0.91 },
    { a: 0, b: 2, cosine: 0.99 },
    { a: 1, b: 2, cosine: 0.9 },
  ])
  expect(group).toEqual({ rows: [0, 2, 1], cosines: [1, 0.99, 0.91] })
  expect(others).toEqual([])
})
