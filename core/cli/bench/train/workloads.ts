/**
 * The same work for every backend and for PyTorch: a head on features that are already there, a whole
 * training that a person waits for, or a backbone with its head from pictures that are already decoded.
 */
export type Workload =
  | { kind: 'linear'; classes: number; batch: number; width: number; images: number }
  | {
      kind: 'map' | 'query2label'
      classes: number
      batch: number
      width: number
      positions: number
      images: number
    }
  | { kind: 'run'; classes: number; batch: number; width: number; images: number; epochs: number }
  | {
      kind: 'backbone'
      architecture: 'resnet50' | 'mobilenet-v2'
      classes: number
      batch: number
      side: number
      images: number
    }

const WIDTH = 1024
const POSITIONS = 49

const pooled = (classes: number, batch: number): Workload => ({
  ...{ kind: 'linear', classes, batch, width: WIDTH, images: 4096 },
})
const cells = (kind: 'map' | 'query2label', classes: number, images: number): Workload => ({
  ...{
    kind,
    classes,
    batch: kind === 'map' ? 128 : 32,
    width: WIDTH,
    positions: POSITIONS,
    images,
  },
})
const backbone = (architecture: 'resnet50' | 'mobilenet-v2'): Workload => ({
  ...{ kind: 'backbone', architecture, classes: 20, batch: 16, side: 224, images: 32 },
})

export const workloads = {
  'linear-20-b64': pooled(20, 64),
  'linear-80-b64': pooled(80, 64),
  'linear-20-b256': pooled(20, 256),
  'linear-80-b256': pooled(80, 256),
  'map-20': cells('map', 20, 1024),
  'map-80': cells('map', 80, 1024),
  'query2label-20': cells('query2label', 20, 128),
  'query2label-80': cells('query2label', 80, 64),
  // 4,000 images, all epochs of the usual recipe, every epoch judged and every image scored at the end.
  run: { kind: 'run', classes: 20, batch: 128, width: WIDTH, images: 4000, epochs: 10 },
  resnet50: backbone('resnet50'),
  'mobilenet-v2': backbone('mobilenet-v2'),
} as const satisfies Record<string, Workload>

export type WorkloadName = keyof typeof workloads
// Object.keys forgets which keys they are.
export const workloadNames = Object.keys(workloads) as WorkloadName[]
