import type { DeviceId, DeviceKind } from '../../contract/compute-devices'

const kinds: Readonly<Record<DeviceKind, { title: string; backend: string; mayCrash: boolean }>> = {
  'tensorflow-gpu': { title: 'TensorFlow with CUDA', backend: 'tensorflow', mayCrash: true },
  webgpu: { title: 'WebGPU', backend: 'webgpu', mayCrash: true },
  'tensorflow-cpu': { title: 'TensorFlow', backend: 'tensorflow', mayCrash: true },
  wasm: { title: 'WebAssembly', backend: 'wasm', mayCrash: false },
  cpu: { title: 'Plain JavaScript', backend: 'cpu', mayCrash: false },
}

/** What a device is called, and what runs it: `mayCrash` asks for a process of its own. */
export function describeDevice(id: DeviceId): {
  kind: DeviceKind
  index: number
  title: string
  backend: string
  mayCrash: boolean
} {
  const [name, number] = id.split(':')
  // Nothing but a kind stands before the colon of an id.
  const kind = name as DeviceKind
  const index = Number(number ?? 0)
  const { title, ...rest } = kinds[kind]
  return { kind, index, title: index === 0 ? title : `${title}, card ${index + 1}`, ...rest }
}

/** The device of this kind with this number. */
export function deviceOf(kind: 'tensorflow-gpu' | 'webgpu', index: number): DeviceId {
  return index === 0 ? kind : `${kind}:${index}`
}
