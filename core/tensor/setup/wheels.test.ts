import { describe, expect, it } from 'vitest'
import { placeOf } from './unpack'
import { knownWheel, machineOf, TENSORFLOW_VERSION } from './wheels'

const machines = [
  ['linux', 'x64'],
  ['linux', 'arm64'],
  ['darwin', 'arm64'],
] as const

describe.each(machines)('the wheels for %s on %s', (platform, arch) => {
  const machine = machineOf(platform, arch)
  const all = [...(machine?.cpu ?? []), ...(machine?.gpu ?? [])]

  it('have names that fit the machine, whole hashes, and sizes', () => {
    expect(machine?.cpu).toHaveLength(1)
    for (const { file, sha256, bytes, unpacked } of all) {
      expect(file).toMatch(new RegExp(machine?.fits ?? '^$'))
      expect(sha256).toMatch(/^[\da-f]{64}$/)
      expect(Math.min(bytes, unpacked)).toBeGreaterThan(5e5)
      expect(knownWheel(file)?.sha256).toBe(sha256)
    }
    const libraries = all.filter(({ project }) => project.startsWith('tensorflow'))
    expect(libraries.every(({ version }) => version === TENSORFLOW_VERSION)).toBe(true)
  })

  it('fit no other machine', () => {
    const others = machines.filter(([system, chip]) => system !== platform || chip !== arch)
    for (const [system, chip] of others) {
      const fits = new RegExp(machineOf(system, chip)?.fits ?? '')
      expect(all.filter(({ file }) => fits.test(file))).toEqual([])
    }
  })
})

describe('machineOf', () => {
  it('has nothing for machines whose wheel holds no library', () => {
    expect(machineOf('win32', 'x64')).toBeNull()
    expect(machineOf('darwin', 'x64')).toBeNull()
  })
})

describe('placeOf', () => {
  it.each([
    ['tensorflow/libtensorflow_cc.so.2', 'deps/lib/libtensorflow_cc.so.2'],
    ['tensorflow/libtensorflow_framework.2.dylib', 'deps/lib/libtensorflow_framework.2.dylib'],
    ['tensorflow/include/tensorflow/c/eager/c_api.h', 'deps/include/tensorflow/c/eager/c_api.h'],
    ['tensorflow/include/tensorflow/cc/ops/standard_ops.h', null],
    ['nvidia/cudnn/lib/libcudnn.so.9', 'deps/nvidia/cudnn/lib/libcudnn.so.9'],
    ['nvidia/cuda_nvcc/bin/ptxas', 'deps/nvidia/cuda_nvcc/bin/ptxas'],
    ['nvidia/cudnn/include/cudnn.h', null],
    ['tensorflow/python/_pywrap_tensorflow.so', null],
    ['tensorflow/../../../etc/passwd', null],
  ])('puts %s at %s', (name, place) => {
    expect(placeOf(name)?.replaceAll('\\', '/') ?? null).toBe(place)
  })
})
