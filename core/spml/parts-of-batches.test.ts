import { describe, expect, it } from 'vitest'
import { ShrinkingPart } from './parts-of-batches'

const full = () => {
  throw new Error('OOM when allocating tensor with shape[16,64,112,112]')
}

describe('the pictures that go through a network at once', () => {
  it('are halved as often as memory is not enough, and that is said', async () => {
    const said: string[] = []
    const parts = new ShrinkingPart(10, (note) => said.push(note))
    expect(await parts.fitting((most) => (most > 3 ? full() : most))).toBe(3)
    expect(parts.size).toBe(3)
    expect(said).toHaveLength(2)
    expect(said[1]).toMatch(/not enough memory: .* 3 pictures/)
    expect(await parts.fitting((most) => most)).toBe(3)
  })

  it('end the training when not even one fits, and whatever else goes wrong does at once', async () => {
    const parts = new ShrinkingPart(4, () => undefined)
    await expect(parts.fitting(full)).rejects.toThrow(/OOM/)
    expect(parts.size).toBe(1)
    const other = new ShrinkingPart(4, () => undefined)
    await expect(other.fitting(() => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug')
    expect(other.size).toBe(4)
  })
})
