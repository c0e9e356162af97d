import { describe, expect, it } from 'vitest'
import { positiveRange, sigmoid, wilson } from './statistics'

describe('wilson', () => {
  it('equals the textbook at 95 %', () => {
    const { low, mid, high } = wilson(8, 10, 1.959964)
    expect(low).toBeCloseTo(0.4902, 4)
    expect(mid).toBe(0.8)
    expect(high).toBeCloseTo(0.9433, 4)
  })

  it('says nothing without trials and stays within 0..1', () => {
    expect(wilson(0, 0)).toEqual({ low: 0, mid: 0.5, high: 1 })
    expect(wilson(0, 5).low).toBe(0)
    expect(wilson(5, 5).high).toBeCloseTo(1, 12)
  })
})

describe('positiveRange', () => {
  it('holds its mean and never goes below 0', () => {
    const { low, mid, high } = positiveRange(10, 50)
    expect(low).toBeGreaterThan(0)
    expect(mid).toBe(10)
    expect(high).toBeGreaterThan(20)
    expect(positiveRange(0, 2).low).toBe(0)
  })
})

it('sigmoid is a half at 0', () => {
  expect(sigmoid(0)).toBe(0.5)
  expect(sigmoid(-800)).toBe(0)
})
