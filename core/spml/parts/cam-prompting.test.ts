import { describe, expect, it } from 'vitest'
import { SEGMENT_LEVELS } from '../method'
import { promptedSegments, targetMap, reliabilityOf } from './cam-prompting'
import type { CutPicture } from './cam-prompting'

const SIDE = 8
const CLASSES = 2
/** Background index. */
const NONE = CLASSES
const options = { threshold: 0.5, distance: 1 / SIDE, choice: 1 }

const place = (x: number, y: number) => y * SIDE + x
const pixels = (id: (x: number, y: number) => number) =>
  Array.from({ length: SIDE ** 2 }, (_, i) => id(i % SIDE, Math.floor(i / SIDE)))

/** Parts: columns of two. Usual: halves. Whole: the left half, and nothing beside it. */
const maps = Uint16Array.from([
  ...pixels((x) => 1 + Math.floor(x / 2)),
  ...pixels((x) => 1 + Math.floor(x / 4)),
  ...pixels((x) => (x < 4 ? 1 : 0)),
])

/** Every pixel is a cell; each class is seen where it is said to be, and -5 elsewhere. */
function picture(...spots: Record<number, number>[]): CutPicture {
  const evidence = new Float64Array(SIDE ** 2 * CLASSES).fill(-5)
  spots.forEach((seen, c) => {
    for (const [pixel, value] of Object.entries(seen)) evidence[Number(pixel) * CLASSES + c] = value
  })
  const stability = new Uint8Array(SEGMENT_LEVELS * SIDE ** 2).fill(204)
  return { evidence, classes: CLASSES, side: SIDE, maps, stability }
}

const areaOf = (found: ReturnType<typeof promptedSegments>) => found?.area

describe('what an activation prompts', () => {
  const left = picture({ [place(1, 3)]: 6 })

  it('is the part, the middle or the whole that its peak lies in', () => {
    const areas = [0, 1, 2].map((choice) =>
      areaOf(promptedSegments(left, 0, { ...options, choice })),
    )
    expect(areas).toEqual([16, 32, 32])
    expect(promptedSegments(left, 0, options)?.mask[place(3, 7)]).toBe(1)
    expect(promptedSegments(left, 0, options)?.mask[place(4, 0)]).toBe(0)
  })

  it('is several segments together where there are several peaks', () => {
    const two = picture({ [place(1, 3)]: 6, [place(6, 3)]: 5 })
    expect(areaOf(promptedSegments(two, 0, options))).toBe(64)
    expect(areaOf(promptedSegments(two, 0, { ...options, threshold: 0.9 }))).toBe(32)
  })

  it('is nothing where a peak lies in no segment, or the class is seen nowhere', () => {
    const right = picture({ [place(6, 3)]: 6 })
    expect(promptedSegments(right, 0, { ...options, choice: 2 })).toBeNull()
    expect(promptedSegments(right, 1, options)).toBeNull()
  })
})

describe('the map of a picture', () => {
  it('has the classes where their segments are, and the background elsewhere', () => {
    const map = targetMap(picture({ [place(1, 3)]: 6 }), [0], options)
    expect(map?.[place(0, 0)]).toBe(0)
    expect(map?.[place(7, 7)]).toBe(NONE)
  })

  it('gives what two classes claim to the one that is more active in it', () => {
    const strong = { [place(0, 0)]: 6, [place(1, 1)]: 6, [place(2, 2)]: 6 }
    const both = picture({ [place(1, 3)]: 9 }, strong)
    const map = targetMap(both, [0, 1], options)
    expect(map?.[place(1, 3)]).toBe(1)
    expect(targetMap(both, [0], options)?.[place(1, 3)]).toBe(0)
  })

  it('is not there where a class has no segment, or no class is shown', () => {
    expect(targetMap(picture({ [place(6, 3)]: 6 }), [0], { ...options, choice: 2 })).toBeNull()
    expect(targetMap(picture({}), [], options)).toBeNull()
  })
})

describe('how far an unknown class can be trusted', () => {
  it('is the stability of its segments times how sure it is inside of them', () => {
    const seen = Object.fromEntries(pixels((x, y) => place(x, y)).map((i) => [i, 2]))
    // One place more, so that there is a peak.
    const sure = picture({ ...seen, [place(1, 3)]: 2.5 })
    const p = (z: number) => 1 / (1 + Math.exp(-z))
    const expected = 0.8 * ((31 * p(2) + p(2.5)) / 32)
    expect(reliabilityOf(sure, 0, options, 0.5)).toBeCloseTo(expected, 6)
  })

  it('does not follow from being the most active of all that is inactive', () => {
    const faint = picture({ [place(1, 3)]: -1 })
    expect(reliabilityOf(faint, 0, options, 0.5)).toBe(0)
    const spot = picture({ [place(1, 3)]: 3 })
    expect(reliabilityOf(spot, 0, options, 0.5)).toBeLessThan(0.1)
  })

  it('is nothing without a segment', () => {
    const right = picture({ [place(6, 3)]: 6 })
    expect(reliabilityOf(right, 0, { ...options, choice: 2 }, 0.5)).toBe(0)
  })
})
