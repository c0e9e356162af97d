import { describe, expect, it } from 'vitest'
import { RandomState } from '../kernel/rng'
import { drawCrop, usualCrop } from './random-crop'

describe('a random crop', () => {
  it('lies inside, and has an area and a ratio of the range', () => {
    const random = new RandomState(5)
    let [smallest, largest] = [1, 0]
    for (let i = 0; i < 2000; i++) {
      const { left, top, width, height } = drawCrop(320, 240, usualCrop, random)
      expect(left >= 0 && top >= 0 && left + width <= 320 && top + height <= 240).toBe(true)
      expect(width / height).toBeGreaterThan(0.72)
      expect(width / height).toBeLessThan(1.37)
      const share = (width * height) / (320 * 240)
      ;[smallest, largest] = [Math.min(smallest, share), Math.max(largest, share)]
    }
    expect(smallest).toBeGreaterThan(0.075)
    expect(smallest).toBeLessThan(0.1)
    expect(largest).toBeGreaterThan(0.95)
  })

  it('of a picture that no allowed shape fits is the largest in the middle', () => {
    const crop = drawCrop(4000, 10, { scale: [0.9, 1], ratio: [3 / 4, 4 / 3] }, new RandomState(1))
    expect(crop).toEqual({ left: 1994, top: 0, width: 13, height: 10 })
    expect(drawCrop(1, 3000, usualCrop, new RandomState(1))).toMatchObject({ left: 0, width: 1 })
  })
})
