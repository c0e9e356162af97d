import { describe, expect, it } from 'vitest'
import type { DeviceInfo } from '../contract/compute-devices'
import { usualRecipe } from '../spml/recommended-recipe'
import { withoutDevice } from './training-obstacles'

const device = (id: DeviceInfo['id'], change: Partial<DeviceInfo> = {}): DeviceInfo => ({
  ...{ id, title: id, usable: true, checking: false, reason: '', advice: '', version: null },
  ...{ memory: null, software: false, trainsAll: false, chosen: false },
  ...change,
})
const all = { ...usualRecipe('an', 100), trains: 'all' } as const
const wasm = device('wasm', { chosen: true })
const said = (devices: DeviceInfo[], recipe: Parameters<typeof withoutDevice>[0] = all) =>
  withoutDevice(recipe, devices).map(({ message, advice }) => `${message} ${advice}`)

describe('a device without the gradients of a backbone', () => {
  it('is told with the one that has them, where there is one', () => {
    const native = device('tensorflow-cpu', { trainsAll: true })
    expect(said([native, wasm])).toEqual([
      'Training the backbone needs the gradients of convolutions, which wasm lacks. Choose tensorflow-cpu as the device.',
    ])
  })

  it('is told with how to get one where there is none but plain JavaScript', () => {
    const [text] = said([wasm, device('cpu', { trainsAll: true })])
    expect(text).toMatch(/Install native TensorFlow in Settings > Devices/)
  })

  it('keeps no head from being trained, and no device that has them', () => {
    expect(said([wasm], { ...all, trains: 'head' })).toEqual([])
    expect(said([device('webgpu', { chosen: true, trainsAll: true })])).toEqual([])
    expect(said([wasm, device('cpu', { trainsAll: true })], { ...all, device: 'cpu' })).toEqual([])
  })
})
