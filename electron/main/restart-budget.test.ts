import { expect, it } from 'vitest'
import { RestartBudget } from './restart-budget'

it('allows a few restarts, then refuses', () => {
  const budget = new RestartBudget(2, 1000)
  expect([budget.spend(0), budget.spend(10), budget.spend(20)]).toEqual([true, true, false])
})

it('forgets restarts that lie further back than its span', () => {
  const budget = new RestartBudget(1, 1000)
  expect([budget.spend(0), budget.spend(999), budget.spend(1000)]).toEqual([true, false, true])
})
