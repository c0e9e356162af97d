import { describe, expect, it } from 'vitest'
import { NO_PSEUDO, SEGMENT_LEVELS } from '../method'
import type { StepInput } from '../method'
import { completeParameters, findMethod } from '.'

const SIDE = 4
const CLASSES = 3
const s2c = findMethod('s2c-ll-ct')

/** One picture of 16 cells: its left half is a segment; class 0 was labelled, class 1 lies there too. */
function inputOf(parameters: Record<string, number> = {}, epoch = 4): StepInput {
  const left = (i: number) => i % SIDE < SIDE / 2
  const pixels = Array.from({ length: SIDE ** 2 }, (_, i) => i)
  const evidence = pixels.flatMap((i) => (left(i) ? [3 + i / 100, 4 + i / 100, -6] : [-4, -4, -6]))
  const maps = Array.from({ length: SEGMENT_LEVELS }, () => pixels.map((i) => (left(i) ? 1 : 0)))
  return {
    outputs: {
      logits: Float64Array.of(-0.5, -0.2, -6),
      cells: Float64Array.from({ length: 2 * SIDE ** 2 }, (_, i) => 1 + (i % 3)),
      evidence: Float64Array.from(evidence),
    },
    labels: { state: Int8Array.of(1, 0, 0), pseudo: new Float32Array(CLASSES).fill(NO_PSEUDO) },
    segments: {
      side: SIDE,
      maps: Uint16Array.from(maps.flat()),
      stability: new Uint8Array(SEGMENT_LEVELS * SIDE ** 2).fill(230),
    },
    moment: { epoch, epochs: 10, step: epoch, steps: 1, classes: CLASSES },
    parameters: completeParameters(s2c, { delta: 0, ...parameters }, 10),
    state: {},
  }
}

describe('S2C', () => {
  it('takes a class for present that segments speak for, once activations prompt', () => {
    const { pseudo, marked, parts } = s2c.step(inputOf())
    expect(marked).toEqual([1])
    expect(pseudo[1]).toBeGreaterThan(0.85)
    expect(Number.isNaN(pseudo[2])).toBe(true)
    expect(Object.keys(parts ?? {})).toEqual(['cls', 'ssc', 'cpm'])
    const before = s2c.step(inputOf({}, 2))
    expect(before.marked).toEqual([])
    expect(Object.keys(before.parts ?? {})).toEqual(['cls', 'ssc'])
  })

  it('lets a label that segments speak for be suspected by its loss all the same', () => {
    const found = inputOf()
    found.labels.pseudo[1] = 0.9
    const { parts } = s2c.step(inputOf({ k: 1 }))
    expect(s2c.step({ ...found, parameters: { ...found.parameters, k: 1 } }).parts).toEqual(parts)
  })

  it('shows hidden labels to nobody: only given and found ones have an activation', () => {
    const { grads } = s2c.step(inputOf({ reliable: 1 }))
    const slopes = [...(grads.evidence ?? [])]
    expect(slopes.some((slope, i) => i % CLASSES === 0 && slope !== 0)).toBe(true)
    expect(slopes.every((slope, i) => i % CLASSES === 0 || slope === 0)).toBe(true)
  })

  it('is trusted where people were asked, and as far as segments speak elsewhere', () => {
    const [given = 0, found = 0, none = 0] = s2c.trust?.(inputOf()) ?? []
    expect(given).toBe(1)
    expect(found).toBeGreaterThan(0.85)
    expect(none).toBe(0)
    const [, strict] = s2c.trust?.(inputOf({ reliable: 0.95 })) ?? []
    expect(strict).toBe(0)
  })

  it('asks for epochs in which activations prompt', () => {
    expect(() => completeParameters(s2c, { sstart: 10 }, 10)).toThrow(/leave none of 10 epochs/)
    expect(() => completeParameters(s2c, { sstart: 10, cpm: 0 }, 10)).not.toThrow()
  })
})
