import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { answerRequest } from './answer'
import { readTable } from './tables'

const table = z.array(z.unknown())
const oracle = z.object({
  id: z.string(),
  request: z.unknown(),
  loss: z.number(),
  grad: table.optional(),
  grads: z.record(z.string(), table).optional(),
})

/** Computed in double precision from the published formulas; gradients by central differences. */
const oracles = z
  .array(oracle)
  .parse(JSON.parse(readFileSync(new URL('oracles.json', import.meta.url), 'utf8')))

/** The oracles have eight decimals, so half of the last one is theirs. */
const ROUNDING = 0.5e-8
const PRECISION = 1e-5

/** The largest relative difference beyond what rounding explains. */
function difference(actual: unknown, expected: unknown): number {
  const [a, e] = [readTable('actual', actual).data, readTable('expected', expected).data]
  expect(a.length).toBe(e.length)
  return e.reduce((worst, value, i) => {
    const beyond = Math.max(0, Math.abs((a[i] ?? Number.NaN) - value) - ROUNDING)
    return Math.max(worst, beyond / Math.max(Math.abs(value), ROUNDING))
  }, 0)
}

describe('a step of a method', () => {
  it.each(oracles)('$id agrees with the published formula', ({ request, loss, grad, grads }) => {
    const answer = answerRequest(request)
    expect(difference(answer.loss, loss)).toBeLessThan(PRECISION)
    if (grad) expect(difference(answer.grad, grad)).toBeLessThan(PRECISION)
    for (const [name, expected] of Object.entries(grads ?? {})) {
      expect(difference(answer.grads[name], expected)).toBeLessThan(PRECISION)
    }
  })
})
