import { describe, expect, it } from 'vitest'
import { agreement, divideImages, teachingStates } from './held-out'

/** Images with one present label each, out of three classes. */
const seeded = (images: number) =>
  Int8Array.from({ length: images * 3 }, (_, i) => (i % 3 === Math.floor(i / 3) % 3 ? 1 : 0))

describe('divideImages', () => {
  it('holds out eight per cent of the labelled images, never an unlabelled one', () => {
    const labels = Int8Array.from([...seeded(500), ...new Int8Array(300)])
    const { training, heldOut } = divideImages(labels, 3, 1)
    expect(heldOut).toHaveLength(40)
    expect(training).toHaveLength(460)
    expect(new Set([...training, ...heldOut]).size).toBe(500)
    expect(Math.max(...training, ...heldOut)).toBeLessThan(500)
  })

  it('depends on the seed alone', () => {
    const of = (seed: number) => divideImages(seeded(500), 3, seed).heldOut
    expect(of(1)).toEqual(of(1))
    expect(of(1)).not.toEqual(of(2))
  })

  it('holds nothing out of a small project', () => {
    expect(divideImages(seeded(100), 3, 1).heldOut).toHaveLength(0)
  })

  it('trains on images that only have absent labels and never judges by them', () => {
    const labels = Int8Array.from([...seeded(500), -1, 0, 0])
    const { training, heldOut } = divideImages(labels, 3, 1)
    expect(training.includes(500)).toBe(true)
    expect(heldOut.includes(500)).toBe(false)
  })
})

describe('teachingStates', () => {
  it('lets unknown labels count only beside a present one', () => {
    const states = teachingStates(Int8Array.of(1, 0, -1, 0, 0, -1), 3)
    expect([...states]).toEqual([1, 0, -1, 2, 2, -1])
  })
})

describe('agreement', () => {
  it('is one when every present label is ranked above all others', () => {
    expect(agreement(Float32Array.of(3, 1, 2), Int8Array.of(1, 0, -1), 1)).toBe(1)
  })

  it('falls with each label ranked above a present one, undecided ones left out', () => {
    expect(agreement(Float32Array.of(1, 3, 2, 4), Int8Array.of(1, 0, -1, 2), 1)).toBeCloseTo(1 / 3)
  })

  it('is unknown without a present label', () => {
    expect(agreement(Float32Array.of(1, 2), Int8Array.of(0, -1), 1)).toBeNull()
  })
})
