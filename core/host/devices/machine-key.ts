import { createHash } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { release } from 'node:os'
import { join } from 'node:path'
import {
  version,
  dependencies,
  optionalDependencies,
} from '../../../package.json' with { type: 'json' }
import { askNvidia, type Nvidia } from '../../tensor/devices/nvidia'
import { readInstalled, tensorflowHome } from '../../tensor/setup/home'

/** Variables that decide which cards and drivers there are. */
const deciding = ['CUDA_VISIBLE_DEVICES', 'VK_ICD_FILENAMES', 'VK_DRIVER_FILES', 'LD_LIBRARY_PATH']
const driverFolders = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d']

/** Changes whenever a self-test of a device could come out otherwise: programs, drivers, cards. */
export async function machineKey(dataDirectory: string): Promise<string> {
  const facts = [
    [version, dependencies, optionalDependencies],
    [process.version, process.platform, process.arch, release()],
    await readInstalled(tensorflowHome(dataDirectory)),
    withoutLoad(await askNvidia()),
    await Promise.all(driverFolders.map(filesIn)),
    deciding.map((name) => process.env[name] ?? null),
  ]
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex')
}

/** What is free changes by the second and decides nothing. */
function withoutLoad(nvidia: Nvidia): unknown {
  if (nvidia.kind !== 'found') return nvidia
  return { ...nvidia, gpus: nvidia.gpus.map((gpu) => ({ ...gpu, free: null })) }
}

/** Names and times of the files of a folder: drivers that were installed or brought up to date. */
async function filesIn(folder: string): Promise<unknown> {
  const names = (await readdir(folder).catch(() => [])).sort()
  const time = (name: string) => stat(join(folder, name)).then((file) => file.mtimeMs)
  return Promise.all(names.map(async (name) => [name, await time(name).catch(() => null)]))
}
