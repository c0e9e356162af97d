import { beforeAll, describe, expect, it } from 'vitest'
import { useDevice } from '../../../tensor/backend'
import { measureOf } from '../measure'
import { compareWith } from './compare'
import { torchRival } from './rivals'
import { timeWork } from './time-work'
import type { Workload } from './workloads'

const sizes = { classes: 3, batch: 8, width: 6, images: 24 }
const tiny: Workload[] = [
  { kind: 'linear', ...sizes },
  { kind: 'map', ...sizes, positions: 4 },
  { kind: 'query2label', ...sizes, positions: 4 },
  { kind: 'run', ...sizes, epochs: 2 },
]

describe('timeWork', () => {
  beforeAll(() => useDevice('wasm'))

  it.each(tiny)('measures $kind, the first turn left out', async (work) => {
    const turns = []
    for await (const turn of timeWork(work, 'wasm', 1e-6)) turns.push(turn)
    expect(turns).toHaveLength(1)
    expect(turns[0]?.imagesPerSecond).toBeGreaterThan(0)
    expect(turns[0]?.seconds).toBeGreaterThan(0)
  })
})

describe('compareWith', () => {
  const own = measureOf('map-20 wasm', [50, 100, 100], 'images/s')

  it('says how many times longer than PyTorch the same work takes', () => {
    const torch = measureOf('map-20 pytorch', [200], 'images/s')
    const [ratio] = compareWith([own, torch], own)
    expect(ratio).toMatchObject({ median: 2, min: 2, max: 4, n: 3 })
    expect(compareWith([own, torch], torch)).toEqual([])
  })

  it('says nothing where PyTorch has not done that work', () => {
    expect(compareWith([own, measureOf('run pytorch', [200])], own)).toEqual([])
  })
})

it('does without PyTorch where Python has none, or is not there', async () => {
  expect(await torchRival('no-such-python', false)).toBeNull()
})
