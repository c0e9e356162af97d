import { expect, it } from 'vitest'
import { Pace } from './pace'

it('is the usual one until there are a few pages, and then the person’s own', () => {
  const pace = new Pace()
  expect(pace.current.own).toBe(false)
  pace.load([
    { ms: 10_000, size: 20 },
    { ms: 30_000, size: 20 },
  ])
  expect(pace.current.own).toBe(false)
  pace.add({ ms: 20_000, size: 20 })
  expect(pace.current).toEqual({ ms: 1000, own: true })
})

it('follows the last fifty pages only', () => {
  const pace = new Pace()
  pace.load([{ ms: 1e6, size: 1 }])
  for (let page = 0; page < 50; page++) pace.add({ ms: 400, size: 1 })
  expect(pace.current.ms).toBe(400)
})
