import type { Measure } from '../measure'
import { atMost, type Targets } from '../targets'

/** How many times longer than PyTorch a backend takes for the same work, from the medians. */
export function compareWith(measures: readonly Measure[], own: Measure): Measure[] {
  const [workload = '', rival = ''] = own.name.split(' ')
  const torch = measures.find(({ name }) => name.startsWith(`${workload} pytorch`))
  if (torch === undefined || rival.startsWith('pytorch')) return []
  const ratio = (rate: number) => torch.median / rate
  return [
    {
      ...{ name: `${workload} ${rival} against PyTorch`, unit: 'times as long', n: own.n },
      ...{ min: ratio(own.max), median: ratio(own.median), max: ratio(own.min) },
      p95: ratio(own.min),
    },
  ]
}

/** What Singlet promises. */
export const trainTargets: Targets = {
  'run wasm against PyTorch': atMost('median', 1),
  'map-20 tensorflow-cpu against PyTorch': atMost('median', 1.5),
  'map-80 tensorflow-cpu against PyTorch': atMost('median', 1.5),
  'resnet50 tensorflow-cpu against PyTorch': atMost('median', 1.5),
}
