import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Failure } from '../../contract/failures'
import { onDisk } from './disk'
import type { PackageClient } from './package-client'
import { lastLines, runProgram } from './run-program'
import { invalid, sha256Of } from './source'
import type { WheelInfo } from './wheels'

const LOOK_EVERY_MS = 250

interface Download {
  readonly client: PackageClient
  /** In the words of pip's `--platform`. */
  readonly platform: string
  readonly wheels: readonly WheelInfo[]
  /** Wheels stay here until the setup is through: one that is whole is never fetched again. */
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
}

/**
 * Has the package client fetch the wheels that are not in the folder yet, and tells how many bytes are
 * there. Resolves with the paths of all.
 *
 * @throws Failure SETUP_IMPOSSIBLE when the client fails, LIBRARY_INVALID when it got something else
 */
export async function downloadWheels(
  download: Download,
  onBytes: (done: number) => void,
  signal: AbortSignal,
): Promise<string[]> {
  const { wheels, folder } = download
  const partial = join(folder, 'partial')
  await onDisk(partial, async () => {
    await rm(partial, { recursive: true, force: true })
    await mkdir(partial, { recursive: true })
  })
  const missing = []
  for (const wheel of wheels) if (!(await isWhole(folder, wheel, signal))) missing.push(wheel)
  const watching = watch([folder, partial], onBytes)
  try {
    if (missing.length > 0) await fetchWith(download, missing, partial, signal)
  } finally {
    clearInterval(watching)
    await rm(partial, { recursive: true, force: true })
  }
  for (const wheel of missing) await requireWhole(folder, wheel, signal)
  return wheels.map(({ file }) => join(folder, file))
}

async function fetchWith(
  { client, platform, folder, env }: Download,
  wheels: readonly WheelInfo[],
  partial: string,
  signal: AbortSignal,
): Promise<void> {
  const { code, output } = await runProgram(
    client.program,
    [
      ...[...client.args, 'download', '--no-deps', '--only-binary=:all:', '--no-cache-dir'],
      ...['--disable-pip-version-check', '--progress-bar', 'off', '--dest', folder],
      ...['--platform', platform, '--python-version', '3.11', '--implementation', 'cp'],
      ...['--abi', 'cp311', '--abi', 'abi3', '--abi', 'none'],
      ...wheels.map(({ project, version }) => `${project}==${version}`),
    ],
    // pip writes what is on its way into the folder for temporary files: there it can be watched.
    { env: { ...env, TMPDIR: partial, PIP_RESUME_RETRIES: '5' } },
    signal,
  )
  if (code !== 0) throw failed(client, output, folder)
}

/** How pip tells that nobody answered. */
const unreachable =
  /connection broken|NewConnectionError|name resolution|ProxyError|timed out|SSLError/i

function failed(client: PackageClient, output: string, folder: string): Failure {
  if (/no space left/i.test(output)) {
    return new Failure('DISK_FULL', 'There was no space left for the download.', {
      advice: 'Free some space and run it again; what had arrived whole is kept.',
      path: folder,
    })
  }
  const errors = output.split('\n').filter((line) => /error/i.test(line))
  const what = unreachable.test(output)
    ? 'could not reach the package index that it is set up for'
    : `could not download TensorFlow: ${lastLines(errors.join('\n') || output, 2)}`
  return new Failure('SETUP_IMPOSSIBLE', `${client.title} ${what}.`, {
    advice:
      'Check the network and the client’s settings, and run it again: what had arrived whole is kept. Or give wheels that you have, with --wheel.',
  })
}

/** One that is there but not as published is taken away. */
async function isWhole(folder: string, wheel: WheelInfo, signal: AbortSignal): Promise<boolean> {
  const path = join(folder, wheel.file)
  const size = await stat(path).then(
    (file) => file.size,
    () => null,
  )
  if (size === null) return false
  if (size === wheel.bytes && (await sha256Of(path, signal)) === wheel.sha256) return true
  await rm(path, { force: true })
  return false
}

async function requireWhole(folder: string, wheel: WheelInfo, signal: AbortSignal): Promise<void> {
  if (await isWhole(folder, wheel, signal)) return
  throw invalid(
    `What was downloaded is not ${wheel.file} as it was published.`,
    'Ask whoever runs the package mirror that your client is set up for; or give a wheel yourself.',
    join(folder, wheel.file),
  )
}

/** Tells how many bytes of wheels lie in the folders, finished or not. */
function watch(folders: readonly string[], onBytes: (done: number) => void): NodeJS.Timeout {
  return setInterval(() => {
    void bytesOfWheels(folders).then(onBytes, () => undefined)
  }, LOOK_EVERY_MS)
}

async function bytesOfWheels(folders: readonly string[]): Promise<number> {
  const sizes = new Map<string, number>()
  for (const folder of folders) {
    const names = await readdir(folder, { recursive: true }).catch(() => [])
    for (const name of names.filter((one) => one.endsWith('.whl'))) {
      const { size } = await stat(join(folder, name)).catch(() => ({ size: 0 }))
      // One that is being moved from its temporary place is there twice.
      sizes.set(basename(name), Math.max(size, sizes.get(basename(name)) ?? 0))
    }
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0)
}
