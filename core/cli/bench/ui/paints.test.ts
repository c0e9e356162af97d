import { describe, expect, it } from 'vitest'
import { keyToPicture } from './paints'

const key = (at: number) => ({ key: '1', at })
const paint = (image: number, size: number, at: number) => ({
  source: `http://host/media/p/${String(image)}/${String(size)}`,
  at,
})

describe('the time from a key to the next picture', () => {
  it('ends with the sharpest that came, not with what stood in for it', () => {
    const paints = [paint(1, 640, 5), paint(2, 160, 120), paint(2, 640, 180), paint(2, 640, 190)]
    expect(keyToPicture({ keys: [key(100)], paints }, '1')).toEqual([80])
  })

  it('does not take the same picture drawn again for the next one', () => {
    const paints = [paint(1, 640, 5), paint(1, 1280, 120)]
    expect(keyToPicture({ keys: [key(100)], paints }, '1')).toEqual([null])
  })

  it('counts each press until the one after it', () => {
    const paints = [paint(1, 640, 5), paint(2, 640, 130), paint(3, 640, 240)]
    const keys = [key(100), { key: 'x', at: 110 }, key(200), key(300)]
    expect(keyToPicture({ keys, paints }, '1')).toEqual([30, 40, null])
  })
})
