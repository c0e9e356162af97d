import type { EpochRecord } from '@contract/training'
import { expect, test } from 'vitest'
import { aligned, lossCurve, qualityCurves, tickLabels } from './curves'

function epoch(number: number, map: number | null, agreement: number | null): EpochRecord {
  return { epoch: number, loss: 1 / number, map, agreement, pseudoPositives: 0, imagesPerSecond: 1 }
}

test('the loss is drawn over epochs', () => {
  const line = lossCurve([epoch(1, null, null), epoch(2, null, null)])
  expect(line.x).toEqual([1, 2])
  expect(line.y).toEqual([1, 0.5])
})

test('what was never measured has no curve; a gap stays a gap', () => {
  const lines = qualityCurves([epoch(1, null, 0.6), epoch(2, null, null)])
  expect(lines.map((line) => line.y)).toEqual([[0.6, null]])
})

test('neighbouring ticks never read the same', () => {
  expect(tickLabels([-0.012, -0.0115], 0.0005, 'number')).toEqual(['-0.0120', '-0.0115'])
  expect(tickLabels([0.2765, 0.277], 0.0005, 'share')).toEqual(['27.65 %', '27.70 %'])
  expect(tickLabels([0.2, 0.4], 0.2, 'share')).toEqual(['20 %', '40 %'])
  expect(tickLabels([0, 5], 5, 'count')).toEqual(['0', '5'])
})

test('lines of different length share one x; where one has no value there is a gap', () => {
  const lines = [
    { name: 'long', look: 0, x: [1, 2, 3], y: [0.1, null, 0.3] },
    { name: 'short', look: 1, x: [2], y: [0.5] },
  ]
  expect(aligned(lines)).toEqual([
    [1, 2, 3],
    [0.1, null, 0.3],
    [null, 0.5, null],
  ])
  expect(aligned([])).toEqual([[]])
})
