import { describe, expect, it } from 'vitest'
import { useDevice } from '../backend'
import { isRight, trainALittle } from './self-test'

describe.each(['wasm', 'cpu'] as const)('a small training on %s', (device) => {
  it.each(['head', 'all'] as const)('has the numbers of PyTorch: %s', async (depth) => {
    await useDevice(device)
    const losses = await trainALittle(depth)
    expect(isRight(depth, losses)).toBe(true)
    expect(isRight(depth, losses.toReversed())).toBe(false)
    expect(isRight(depth, losses.slice(1))).toBe(false)
    expect(
      isRight(
        depth,
        losses.map((loss) => loss * 1.01),
      ),
    ).toBe(false)
    expect(isRight(depth, losses.fill(Number.NaN))).toBe(false)
  })
})
