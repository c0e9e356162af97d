import type { DeviceInfo } from '@contract/compute-devices'
import type { RunInfo } from '@contract/training'
import { describe, expect, it } from 'vitest'
import { deviceOptions, fastest, rescueOf, whyNotBetter } from './device-words'

function device(id: DeviceInfo['id'], change: Partial<DeviceInfo> = {}): DeviceInfo {
  return {
    ...{ id, title: id, usable: true, checking: false, reason: 'Works.', advice: '' },
    ...{ version: null, memory: null, software: false, trainsAll: true, chosen: false },
    ...change,
  }
}

const cuda = device('tensorflow-gpu', {
  usable: false,
  reason: 'No driver.',
  advice: 'Install it.',
})
const software = device('webgpu', { software: true })
const wasm = device('wasm', { chosen: true })

describe('the words about devices', () => {
  it('say what is in use and why the better one is not, passing over software adapters', () => {
    expect(whyNotBetter([cuda, software, wasm])).toBe(
      'In use: wasm. tensorflow-gpu would be faster: No driver. Install it.',
    )
    expect(whyNotBetter([software, wasm])).toBe('In use: wasm, the fastest there is.')
    const free = device('tensorflow-cpu')
    expect(whyNotBetter([free, wasm])).toMatch(/tensorflow-cpu would be faster: the settings/)
    expect(whyNotBetter([device('wasm', { checking: true })])).toMatch(/being tested/)
  })

  it('offer what is usable, and say of the rest why it is not', () => {
    const devices = [cuda, software, wasm]
    const options = deviceOptions(devices, fastest(devices))
    expect(options.map(({ title }) => title)).toEqual([
      'Automatic: wasm',
      ...devices.map(({ title }) => title),
    ])
    expect(options.find(({ value }) => value === 'tensorflow-gpu')).toMatchObject({
      ...{ disabled: true, detail: 'No driver.' },
    })
    expect(options.find(({ value }) => value === 'webgpu')?.disabled).toBe(false)
    expect(deviceOptions([cuda], fastest([cuda]))[0]?.title).toBe('Automatic')
  })
})

describe('a run whose device failed', () => {
  // Nothing else of it is looked at.
  const run = { state: 'failed', failureCode: 'DEVICE_FAILED', device: 'wasm' } as RunInfo

  it('is offered the best other device, a software adapter last', () => {
    expect(rescueOf(run, [cuda, software, wasm, device('cpu')])?.id).toBe('cpu')
    expect(rescueOf(run, [cuda, software, wasm])?.id).toBe('webgpu')
    expect(rescueOf(run, [cuda, wasm])).toBeNull()
  })

  it('is the only one that is offered another', () => {
    expect(rescueOf({ ...run, failureCode: 'DIVERGED' }, [software])).toBeNull()
    expect(rescueOf({ ...run, state: 'running' }, [software])).toBeNull()
  })
})
