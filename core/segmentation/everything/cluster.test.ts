import { expect, it } from 'vitest'
import { cutTree } from '../../kernel/mask/cut-tree'
import { averageLinkage } from './cluster'

function matrix(count: number, pairs: Record<string, number>) {
  const values = new Float64Array(count * count)
  for (let i = 0; i < count; i++) values[i * count + i] = 1
  for (const [pair, value] of Object.entries(pairs)) {
    const [i = 0, j = 0] = pair.split(',').map(Number)
    values[i * count + j] = value
    values[j * count + i] = value
  }
  return values
}

it('joins the two most alike, and compares groups by the mean of their members', () => {
  const pairs = { '0,1': 0.9, '0,2': 0.8, '1,2': 0.3, '0,3': 0.2, '1,3': 0.1, '2,3': 0.4 }
  const merges = averageLinkage(matrix(4, pairs), 4)
  expect(merges.map(({ a, b }) => [a, b])).toEqual([
    [0, 1],
    [2, 4],
    [3, 5],
  ])
  // (.8 + .3) / 2, and the mean of .2, .1 and .4.
  expect(merges.map(({ similarity }) => similarity)).toEqual([
    0.9,
    expect.closeTo(0.55, 9),
    expect.closeTo(0.7 / 3, 9),
  ])
})

/** The definition itself: the mean over all pairs, worked out anew at every step. */
function slowly(values: Float64Array, count: number) {
  const groups = Array.from({ length: count }, (_, i) => [i])
  const heights: number[] = []
  while (groups.length > 1) {
    let best = { i: 0, j: 1, value: -1 }
    for (const [i, a] of groups.entries())
      for (const [j, b] of groups.entries()) {
        if (j <= i) continue
        const all = a.flatMap((x) => b.map((y) => values[x * count + y] ?? 0))
        const value = all.reduce((sum, one) => sum + one, 0) / all.length
        if (value > best.value) best = { i, j, value }
      }
    heights.push(best.value)
    groups[best.i]?.push(...(groups[best.j] ?? []))
    groups.splice(best.j, 1)
  }
  return heights
}

it('does what the definition of average linkage says, and never rises', () => {
  const count = 40
  const pairs: Record<string, number> = {}
  for (let i = 0; i < count; i++)
    for (let j = i + 1; j < count; j++) pairs[`${i},${j}`] = Math.abs(Math.sin(i * 17.1 + j * j))
  const values = matrix(count, pairs)
  const heights = averageLinkage(values, count).map(({ similarity }) => similarity)
  expect(heights).toEqual(
    slowly(values, count).map((height) => expect.closeTo(height, 9) as unknown),
  )
  expect([...heights].sort((a, b) => b - a)).toEqual(heights)
})

it('leaves nothing alone, and has nothing to join of one or of none', () => {
  expect(averageLinkage(matrix(3, {}), 3)).toHaveLength(2)
  expect(averageLinkage(matrix(1, {}), 1)).toEqual([])
  expect(averageLinkage(matrix(0, {}), 0)).toEqual([])
  const alike = averageLinkage(matrix(3, { '0,1': 0.7, '0,2': 0.7, '1,2': 0.7 }), 3)
  expect(cutTree(alike, 3, 0.7)).toHaveLength(3)
})
