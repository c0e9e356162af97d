import { expect, it } from 'vitest'
import { Failure } from '../../contract/failures'
import { asDeviceFailure } from './failure'
import { memoryBudget } from './memory'

const device = { title: 'WebGPU' }

it('what memory, a card or native code end a training with is a failure of the device', () => {
  const cases = [
    [new RangeError('Array buffer allocation failed'), 'WebGPU ran out of memory.'],
    [new Error('OOM when allocating tensor\nwith shape[1]'), 'WebGPU ran out of memory.'],
    [
      new Error('WebGPU: The GPU was lost: reset'),
      'WebGPU failed: WebGPU: The GPU was lost: reset',
    ],
  ] as const
  for (const [error, message] of cases) {
    expect(asDeviceFailure(error, device)).toMatchObject({ code: 'DEVICE_FAILED', message })
  }
})

it('our own failures, those of files and mistakes of JavaScript stay what they are', () => {
  const noDisk = Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' })
  for (const error of [new Failure('DIVERGED', 'x'), noDisk, new TypeError('x is undefined')]) {
    expect(asDeviceFailure(error, device)).toBe(error)
  }
})

it('a training may take a part of what is free', async () => {
  const budget = await memoryBudget('wasm')
  expect(budget).toBeGreaterThan(0)
  expect(budget).toBeLessThan(process.availableMemory())
})
