// A graphics card in software, which Chromium brings along: WebGPU's tests run on it.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const places = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome']
const ICD = 'vk_swiftshader_icd.json'

/**
 * What a process has to be started with so that WebGPU finds it; nothing where there is none.
 *
 * @returns {Record<string, string>}
 */
export function softwareWebGpu() {
  const place = places.find((folder) => existsSync(join(folder, ICD)))
  if (place === undefined) return {}
  const before = process.env['LD_LIBRARY_PATH']
  return {
    VK_ICD_FILENAMES: join(place, ICD),
    LD_LIBRARY_PATH: before ? `${place}${delimiter}${before}` : place,
  }
}
