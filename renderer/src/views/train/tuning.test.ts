import type { BackboneInfo } from '@contract/training'
import { describe, expect, it } from 'vitest'
import { startOf, tunedOf } from './tuning'

const info = (id: string): BackboneInfo => ({ id, title: id, channels: 8, bytes: 1, licence: '' })
const backbones = [info('mini'), info('/p/runs/run-7/backbone.onnx'), info('C:\\p\\backbone.onnx')]

describe('what a backbone can be trained from', () => {
  it('is what runs have trained, and nothing that can only be used', () => {
    expect(tunedOf(backbones).map(({ id }) => id)).toEqual([
      '/p/runs/run-7/backbone.onnx',
      'C:\\p\\backbone.onnx',
    ])
  })

  it.each([
    ['resnet18', 'resnet18'],
    ['/p/runs/run-7/backbone.onnx', '/p/runs/run-7/backbone.onnx'],
    ['/weights/resnet50.safetensors', 'file'],
    ['mini', 'file'],
  ])('%s is shown as %s', (backbone, shown) => {
    expect(startOf(backbone, backbones)).toBe(shown)
  })
})
