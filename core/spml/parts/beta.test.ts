import { describe, expect, it } from 'vitest'
import { betaDivergence, digamma, logGamma, trigamma } from './beta'

const EULER = 0.5772156649015329

describe('the gamma function', () => {
  it.each([
    ['logarithm at 1/2', logGamma(0.5), Math.log(Math.PI) / 2],
    ['logarithm at 1', logGamma(1), 0],
    ['logarithm at 7', logGamma(7), Math.log(720)],
    ['slope at 1', digamma(1), -EULER],
    ['slope at 1/2', digamma(0.5), -EULER - 2 * Math.log(2)],
    ['slope of it at 1', trigamma(1), Math.PI ** 2 / 6],
    ['slope of it at 1/2', trigamma(0.5), Math.PI ** 2 / 2],
    ['slope close to 0', digamma(1e-6) * 1e-6, -1 - EULER * 1e-6],
    ['logarithm close to 0', logGamma(1e-6), -Math.log(1e-6) - EULER * 1e-6],
  ])('has the known %s', (_, value, expected) => {
    expect(value).toBeCloseTo(expected, 11)
  })
})

describe('the divergence from the even distribution', () => {
  it('is least where a label is as likely as not', () => {
    const least = Math.log(2) * 2 - Math.log(Math.PI)
    expect(betaDivergence(0.5).value).toBeCloseTo(least, 5)
    expect(betaDivergence(0.5).slope).toBeCloseTo(0, 9)
    expect(betaDivergence(0.4).value).toBeGreaterThan(least)
  })

  it.each([0.01, 0.2, 0.4, 0.7, 0.99])('has the slope of its value at %f', (p) => {
    const h = 1e-6
    const slope = (betaDivergence(p + h).value - betaDivergence(p - h).value) / (2 * h)
    expect(betaDivergence(p).slope / slope).toBeCloseTo(1, 5)
  })

  it.each([0, 1])('is a number at %i', (p) => {
    expect(Number.isFinite(betaDivergence(p).value + betaDivergence(p).slope)).toBe(true)
  })
})
