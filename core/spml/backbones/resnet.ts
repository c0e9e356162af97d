import type { ConvolutionStep, Layout, PoolStep, ResidualStep } from './layout'

/** How a ResNet of torchvision is built: He et al. 2016, the stride on the 3x3 convolution. */
type Plan = {
  stem: { outputs: number; size: number }
  bottleneck: boolean
  /** Blocks and narrowest width of each of its parts. */
  parts: readonly { blocks: number; width: number }[]
}

/** A bottleneck ends four times as wide as it is narrow. */
const EXPANSION = 4

const PLANS = {
  resnet50: {
    stem: { outputs: 64, size: 7 },
    bottleneck: true,
    parts: partsOf([3, 4, 6, 3], 64),
  },
  resnet18: {
    stem: { outputs: 64, size: 7 },
    bottleneck: false,
    parts: partsOf([2, 2, 2, 2], 64),
  },
  // Ours: for pictures of a few pixels, and for finding out whether anything is learnt at all.
  'tiny-resnet': {
    stem: { outputs: 16, size: 3 },
    bottleneck: false,
    parts: partsOf([1, 1, 1], 16),
  },
} as const satisfies Record<string, Plan>

export function resnet(name: keyof typeof PLANS): Layout {
  const { stem, bottleneck, parts }: Plan = PLANS[name]
  const pool: PoolStep = { kind: 'pool', size: 3, stride: 2, pad: 1 }
  const first = convolution('conv1', 'bn1', { inputs: 3, ...stem, stride: 2 })
  let inputs = stem.outputs
  const blocks = parts.flatMap(({ blocks, width }, part) =>
    Array.from({ length: blocks }, (_, i) => {
      const stride = part > 0 && i === 0 ? 2 : 1
      const place = `layer${part + 1}.${i}`
      const block = (bottleneck ? bottleneckBlock : basicBlock)(place, inputs, width, stride)
      inputs = bottleneck ? width * EXPANSION : width
      return block
    }),
  )
  return [first, pool, ...blocks]
}

function basicBlock(place: string, inputs: number, width: number, stride: number): ResidualStep {
  const main = [
    convolution(`${place}.conv1`, `${place}.bn1`, { inputs, outputs: width, size: 3, stride }),
    convolution(`${place}.conv2`, `${place}.bn2`, {
      ...{ inputs: width, outputs: width, size: 3, rectifier: 'none' },
    }),
  ]
  return residual(place, main, inputs, width, stride)
}

function bottleneckBlock(
  place: string,
  inputs: number,
  width: number,
  stride: number,
): ResidualStep {
  const outputs = width * EXPANSION
  const main = [
    convolution(`${place}.conv1`, `${place}.bn1`, { inputs, outputs: width, size: 1 }),
    convolution(`${place}.conv2`, `${place}.bn2`, {
      ...{ inputs: width, outputs: width, size: 3, stride },
    }),
    convolution(`${place}.conv3`, `${place}.bn3`, {
      ...{ inputs: width, outputs, size: 1, rectifier: 'none' },
    }),
  ]
  return residual(place, main, inputs, outputs, stride)
}

function residual(
  place: string,
  main: ConvolutionStep[],
  inputs: number,
  outputs: number,
  stride: number,
): ResidualStep {
  const fits = stride === 1 && inputs === outputs
  const [name, norm] = [`${place}.downsample.0`, `${place}.downsample.1`]
  const shortcut = fits
    ? null
    : convolution(name, norm, { inputs, outputs, size: 1, stride, rectifier: 'none' })
  return { kind: 'residual', main, shortcut, rectifier: 'relu' }
}

function convolution(
  name: string,
  norm: string,
  sizes: Pick<ConvolutionStep, 'inputs' | 'outputs' | 'size'> & Partial<ConvolutionStep>,
): ConvolutionStep {
  const usual = { stride: 1, depthwise: false, rectifier: 'relu' } as const
  return { kind: 'convolution', name, norm, ...usual, ...sizes }
}

function partsOf(blocks: readonly number[], width: number): Plan['parts'] {
  return blocks.map((count, i) => ({ blocks: count, width: width * 2 ** i }))
}
