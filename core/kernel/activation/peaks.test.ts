import { expect, it } from 'vitest'
import { activationPeaks, peakLocalMax } from './peaks'

function mapOf(width: number, height: number, spots: Record<string, number>) {
  const values = new Float32Array(width * height)
  for (const [place, value] of Object.entries(spots)) {
    const [x = 0, y = 0] = place.split(',').map(Number)
    values[y * width + x] = value
  }
  return { values, width, height }
}

const places = (peaks: readonly { x: number; y: number }[]) => peaks.map(({ x, y }) => `${x},${y}`)

/** Twelve levels in no order, so that plateaus occur. */
function noise(width: number, height: number, seed: number) {
  let state = seed
  const values = Float32Array.from({ length: width * height }, () => {
    state = (state * 48_271) % 2_147_483_647
    return (state % 12) / 11
  })
  return { values, width, height }
}

it.each([
  [
    ...[24, 18, 2, 1],
    '9,2 18,3 3,4 6,5 21,5 13,6 17,7 3,8 15,9 5,10 21,10 16,12 3,13 19,13 15,14 2,15 5,15 7,15 13,15 17,15 9,11',
  ],
  [30, 20, 4, 2, '11,4 23,5 10,9 15,11 5,13 11,13 24,13'],
  [9, 7, 1, 3, '6,3 4,4 5,4 4,2 2,3'],
  [
    ...[40, 40, 6, 4],
    '6,6 12,8 30,8 22,11 6,12 29,15 16,16 9,19 22,21 28,21 15,22 27,27 7,29 19,29 13,32',
  ],
] as const)(
  'finds the peaks that scikit-image finds, in %i x %i at %i',
  (w, h, distance, seed, at) => {
    expect(places(peakLocalMax(noise(w, h, seed), distance))).toEqual(at.split(' '))
  },
)

it('prompts at the highest place, even at the border, and then at what is above the threshold', () => {
  const map = mapOf(60, 50, { '0,0': 1, '30,25': 0.8, '30,31': 0.7, '45,40': 0.6, '15,40': 0.5 })
  expect(places(activationPeaks(map, { minDistance: 8 }))).toEqual(['0,0', '30,25', '45,40'])
})

it('does not name the highest place twice', () => {
  const map = mapOf(60, 50, { '30,25': 1, '10,10': 0.9 })
  expect(activationPeaks(map, { minDistance: 5 })).toMatchObject([
    { x: 30, y: 25, value: 1 },
    { x: 10, y: 10 },
  ])
})

it('finds nothing where nothing is active, and the one place of one pixel', () => {
  expect(activationPeaks(mapOf(5, 5, {}))).toEqual([])
  expect(activationPeaks(mapOf(1, 1, { '0,0': 1 }))).toEqual([{ x: 0, y: 0, value: 1 }])
  expect(activationPeaks(mapOf(40, 1, { '3,0': 0.2 }))).toHaveLength(1)
})
