import type { Pooling } from '../../tensor/convolution/max-pool'
import type { Rectifier } from '../../tensor/convolution/rectify'

/** A convolution without bias, batch norm behind it, and what rectifies. Names are torchvision's. */
export type ConvolutionStep = {
  kind: 'convolution'
  /** Of the convolution: its weights are `${name}.weight`. */
  name: string
  /** Of the batch norm. */
  norm: string
  inputs: number
  outputs: number
  /** Cells on an edge of the filter; the padding is half of it, as everywhere in these networks. */
  size: number
  stride: number
  depthwise: boolean
  rectifier: Rectifier
}

export type PoolStep = { kind: 'pool' } & Pooling

/** What several steps make of x, added to x itself or to what `shortcut` makes of it. */
export type ResidualStep = {
  kind: 'residual'
  main: readonly ConvolutionStep[]
  shortcut: ConvolutionStep | null
  rectifier: Rectifier
}

export type Step = ConvolutionStep | PoolStep | ResidualStep

/** A network as a list of steps: what runs it, trains it and exports it reads the same list. */
export type Layout = readonly Step[]

/** Every convolution in the order of the file. */
export function convolutionsOf(layout: Layout): ConvolutionStep[] {
  return layout.flatMap((step) => {
    if (step.kind === 'convolution') return [step]
    if (step.kind === 'pool') return []
    return step.shortcut ? [...step.main, step.shortcut] : [...step.main]
  })
}

/** Channels of the map that the network ends with. */
export function channelsOf(layout: Layout): number {
  return layout.reduce((channels, step) => {
    if (step.kind === 'pool') return channels
    return step.kind === 'convolution' ? step.outputs : (step.main.at(-1)?.outputs ?? channels)
  }, 3)
}

/** Pixels on an edge for one cell of the map. */
export function strideOf(layout: Layout): number {
  const strides = layout.map((step) =>
    step.kind === 'residual' ? step.main.map(({ stride }) => stride) : [step.stride],
  )
  return strides.flat().reduce((product, stride) => product * stride, 1)
}

export function padOf({ size }: { size: number }): number {
  return (size - 1) / 2
}
