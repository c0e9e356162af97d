import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished, vi } from 'vitest'
import { testNativeHome } from '../tensor/setup/test-native-home'

/** Where Debian's Chromium, and others', keep the software adapter that they bring along. */
const places = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome']
const ICD = 'vk_swiftshader_icd.json'

const place = places.find((folder) => existsSync(join(folder, ICD)))

/** Why tests on WebGPU are left out here; empty where a software adapter was found. */
export const withoutAdapter = place ? '' : `no ${ICD} of a Chromium was found`

/** What the processes of the tests find WebGPU's software adapter by. */
export function useSoftwareAdapter(): void {
  if (place === undefined) return
  process.env['VK_ICD_FILENAMES'] = join(place, ICD)
  process.env['LD_LIBRARY_PATH'] = place
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
