import { randomBytes } from 'node:crypto'
import { cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { buildAddon } from './build-addon'
import { checkAddon } from './check-addon'
import { onDisk, requireSpace } from './disk'
import { downloadWheels } from './download'
import { ensurePackage } from './fetch-package'
import { addonPath, type Installed, installedPath, readInstalled } from './home'
import { alone } from './lock'
import { closeAll, openFiles, variantOf } from './open-files'
import { downloadFolder, planSetup, type SetupPlace, type SetupPlan, type SetupWish } from './plan'
import { findPrebuilt } from './prebuilt'
import type { LibrarySource } from './source'
import { neededBytes, unpack } from './unpack'
import { TENSORFLOW_VERSION } from './wheels'

export interface SetupProgress {
  readonly step: 'downloading' | 'unpacking' | 'building' | 'testing'
  /** Bytes; null where a step has none. */
  readonly done: number
  readonly total: number | null
}
type Report = (progress: SetupProgress) => void

/**
 * Installs native TensorFlow into the home: gets the wheels or takes the files, unpacks what is needed,
 * builds the addon or takes the release's, loads it once in a process of its own, and only then puts it
 * in place of what was there. Cancelled or failed, it leaves what was there, and the wheels that had
 * arrived; run again, it goes on with those.
 *
 * @throws Failure SETUP_IMPOSSIBLE, SETUP_RUNNING, LIBRARY_INVALID, DISK_FULL
 */
export async function setupTensorflow(
  place: SetupPlace,
  wish: SetupWish,
  report: Report,
  signal: AbortSignal,
): Promise<Installed> {
  const { home } = place
  await onDisk(home, () => mkdir(home, { recursive: true }))
  return alone(home, async () => {
    await sweep(home, await readInstalled(home))
    const plan = await planSetup(place, wish, signal)
    const [obstacle] = plan.obstacles
    if (obstacle) throw obstacle
    const sources = await obtain(place, wish, plan, report, signal)
    try {
      return await install(place, sources, wish, report, signal)
    } finally {
      await closeAll(sources)
    }
  })
}

/** Takes all of it away, with what a cancelled setup has left. */
export async function removeTensorflow(home: string): Promise<void> {
  await onDisk(home, () => mkdir(home, { recursive: true }))
  await alone(home, async () => {
    await rm(installedPath(home), { force: true })
    const names = await readdir(home)
    for (const name of names.filter((one) => one !== 'setup.lock')) {
      await rm(join(home, name), { recursive: true, force: true })
    }
  })
}

/** Folders that no `installed.json` names are from a setup that came to no end. */
async function sweep(home: string, installed: Installed | null): Promise<void> {
  for (const name of await readdir(home)) {
    const isOurs = name.startsWith(`${TENSORFLOW_VERSION}-`) || name.startsWith('new-')
    if (!isOurs || name === installed?.folder) continue
    await rm(join(home, name), { recursive: true, force: true })
  }
}

async function obtain(
  { home, env }: SetupPlace,
  { files }: SetupWish,
  { client, platform, fits, wheels, downloadBytes }: SetupPlan,
  report: Report,
  signal: AbortSignal,
): Promise<LibrarySource[]> {
  if (files.length > 0 || client === null) return openFiles(files, fits, signal)
  const total = wheels.reduce((sum, { bytes }) => sum + bytes, 0)
  const tell = (done: number) => {
    report({ step: 'downloading', done, total })
  }
  tell(total - downloadBytes)
  const folder = downloadFolder(home)
  const paths = await downloadWheels({ client, platform, wheels, folder, env }, tell, signal)
  tell(total)
  return openFiles(paths, fits, signal)
}

async function install(
  place: SetupPlace,
  sources: readonly LibrarySource[],
  { variant }: SetupWish,
  report: Report,
  signal: AbortSignal,
): Promise<Installed> {
  const { home, env } = place
  const kind = variantOf(sources, variant)
  const making = join(home, `new-${randomBytes(4).toString('hex')}`)
  const bytes = neededBytes(sources)
  await requireSpace(home, bytes)
  try {
    await unpack(
      sources,
      making,
      (done) => {
        report({ step: 'unpacking', done, total: bytes })
      },
      signal,
    )
    report({ step: 'building', done: 0, total: null })
    await addAddon(place, making, signal)
    report({ step: 'testing', done: 0, total: null })
    await checkAddon(making, env, signal)
    const source = sources.map(({ path }) => basename(path)).join(', ')
    return await commit(home, making, { kind, bytes, source })
  } finally {
    await rm(making, { recursive: true, force: true })
  }
}

async function addAddon(
  { home, env, prebuilt: given }: SetupPlace,
  making: string,
  signal: AbortSignal,
): Promise<void> {
  const manifest = await ensurePackage(home, env, signal)
  const prebuilt = given ?? (await findPrebuilt())
  if (prebuilt === null) await buildAddon(manifest, making, env, signal)
  else {
    await mkdir(dirname(addonPath(making)), { recursive: true })
    await cp(prebuilt, addonPath(making))
  }
  await rm(join(making, 'deps', 'include'), { recursive: true, force: true })
}

/** From here on the new one counts; what it replaces may still be loaded somewhere, which does no harm. */
async function commit(
  home: string,
  making: string,
  { kind, bytes, source }: { kind: Installed['variant']; bytes: number; source: string },
): Promise<Installed> {
  const folder = `${TENSORFLOW_VERSION}-${basename(making).replace('new', kind)}`
  const installed: Installed = {
    ...{ layout: 1, version: TENSORFLOW_VERSION, variant: kind, folder, bytes, source },
  }
  await rename(making, join(home, folder))
  const written = `${installedPath(home)}.new`
  await writeFile(written, `${JSON.stringify(installed, null, 2)}\n`)
  await rename(written, installedPath(home))
  await sweep(home, installed)
  await rm(downloadFolder(home), { recursive: true, force: true })
  return installed
}
