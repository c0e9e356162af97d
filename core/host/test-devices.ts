import { readFileSync } from 'node:fs'
import { onTestFinished, vi } from 'vitest'
import { softwareWebGpu } from '../../scripts/software-webgpu.mjs'
import { testNativeHome } from '../tensor/setup/test-native-home'

const software = softwareWebGpu()

/** Why tests on WebGPU are left out here; empty where a software adapter was found. */
export const withoutAdapter =
  'VK_ICD_FILENAMES' in software ? '' : 'no Chromium with a software adapter was found'

/** What the processes of the tests find WebGPU's software adapter by. */
export function useSoftwareAdapter(): void {
  Object.assign(process.env, software)
}

/** For what would take a network minutes in software. */
export function hideSoftwareAdapter(): void {
  for (const name of Object.keys(software)) Reflect.deleteProperty(process.env, name)
}

const native = testNativeHome()

/** Why tests on native TensorFlow are left out here; empty where the tests' own setup has left it. */
export const withoutNative = native === null ? 'native TensorFlow could not be installed' : ''

/** What the processes of one test find native TensorFlow by. */
export function useNativeTensorflow(): void {
  vi.stubEnv('SINGLET_TENSORFLOW_HOME', native ?? '')
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
}

/** The processes that a process has started, as Linux tells. */
export function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return text.split(' ').filter(Boolean).map(Number)
}
