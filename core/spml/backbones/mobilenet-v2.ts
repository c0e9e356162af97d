import type { ConvolutionStep, Layout, Step } from './layout'

/** Sandler et al. 2018, table 2: how much wider it is inside, channels, blocks, stride of the first. */
const GROUPS = [
  { expansion: 1, outputs: 16, blocks: 1, stride: 1 },
  { expansion: 6, outputs: 24, blocks: 2, stride: 2 },
  { expansion: 6, outputs: 32, blocks: 3, stride: 2 },
  { expansion: 6, outputs: 64, blocks: 4, stride: 2 },
  { expansion: 6, outputs: 96, blocks: 3, stride: 1 },
  { expansion: 6, outputs: 160, blocks: 3, stride: 2 },
  { expansion: 6, outputs: 320, blocks: 1, stride: 1 },
] as const
const FIRST = 32
const LAST = 1280

/** MobileNetV2 by torchvision's names. */
export function mobilenetV2(): Layout {
  const first = unit('features.0', '0', '1', { inputs: 3, outputs: FIRST, size: 3, stride: 2 })
  let [inputs, index] = [FIRST, 0]
  const blocks = GROUPS.flatMap(({ expansion, outputs, blocks, stride }) =>
    Array.from({ length: blocks }, (_, i) => {
      index++
      const place = `features.${index}.conv`
      const steps = inverted(place, { inputs, outputs, expansion, stride: i === 0 ? stride : 1 })
      inputs = outputs
      return steps
    }),
  ).flat()
  const last = unit(`features.${index + 1}`, '0', '1', { inputs, outputs: LAST, size: 1 })
  return [first, ...blocks, last]
}

type Sizes = { inputs: number; outputs: number; expansion: number; stride: number }

/** Wide, depthwise, narrow again; added to its input where both have the same shape. */
function inverted(place: string, { inputs, outputs, expansion, stride }: Sizes): Step[] {
  const wide = inputs * expansion
  const widen =
    expansion === 1 ? [] : [unit(`${place}.0`, '0', '1', { inputs, outputs: wide, size: 1 })]
  const at = widen.length
  const depth = { inputs: wide, outputs: wide, size: 3, stride, depthwise: true }
  const main = [
    ...widen,
    unit(`${place}.${at}`, '0', '1', depth),
    unit(place, `${at + 1}`, `${at + 2}`, { inputs: wide, outputs, size: 1, rectifier: 'none' }),
  ]
  if (stride !== 1 || inputs !== outputs) return main
  return [{ kind: 'residual', main, shortcut: null, rectifier: 'none' }]
}

function unit(
  place: string,
  name: string,
  norm: string,
  sizes: Pick<ConvolutionStep, 'inputs' | 'outputs' | 'size'> & Partial<ConvolutionStep>,
): ConvolutionStep {
  const usual = { stride: 1, depthwise: false, rectifier: 'relu6' } as const
  return {
    kind: 'convolution',
    ...usual,
    ...sizes,
    name: `${place}.${name}`,
    norm: `${place}.${norm}`,
  }
}
