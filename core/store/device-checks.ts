import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { deviceId, deviceInfo } from '../contract/compute-devices'
import { writeFileAtomic } from './files'

const shown = deviceInfo.omit({ id: true, title: true, checking: true, chosen: true })

const checksFile = z.object({
  /** Versions, drivers and cards that the results hold for. */
  key: z.string(),
  checks: z.array(shown.extend({ id: deviceId, count: z.number().int() })),
})

/** The self-tests of this machine, so that they are run once and not at every start. */
export type KeptChecks = z.infer<typeof checksFile>

/** What was found when everything was as `key` says it is now; nothing else counts. */
export async function readDeviceChecks(
  dataDirectory: string,
  key: string,
): Promise<KeptChecks['checks']> {
  try {
    const file = checksFile.parse(JSON.parse(await readFile(pathIn(dataDirectory), 'utf8')))
    return file.key === key ? file.checks : []
  } catch {
    // Missing, cut off or of another version: the tests are run again.
    return []
  }
}

/** Throws DISK_FULL and what else a file system says; the file before stays then. */
export async function writeDeviceChecks(dataDirectory: string, kept: KeptChecks): Promise<void> {
  await writeFileAtomic(pathIn(dataDirectory), `${JSON.stringify(kept, null, 2)}\n`)
}

function pathIn(dataDirectory: string): string {
  return join(dataDirectory, 'devices.json')
}
