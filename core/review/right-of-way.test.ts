import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { RightOfWay } from './right-of-way'
import { runSteps } from './run-steps'

function* counting(into: string[]): Generator<void, void> {
  for (let step = 0; step < 4; step++) {
    into.push('behind')
    yield
  }
}

it('holds steps back while somebody waits and for a rest afterwards, and then lets them end', async () => {
  const way = new RightOfWay(20)
  const order: string[] = []
  const behind = runSteps(counting(order), undefined, way.giveWay)
  await way.first(async () => {
    await setTimeout(30)
    order.push('first')
  })
  await setTimeout(5)
  order.push('rest')
  await behind
  expect(order.slice(0, 3)).toEqual(['behind', 'first', 'rest'])
  expect(order).toHaveLength(6)
})

it('gives the way back when what came first fails', async () => {
  const way = new RightOfWay(0)
  await expect(way.first(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  const order: string[] = []
  await runSteps(counting(order), undefined, way.giveWay)
  expect(order).toHaveLength(4)
})
