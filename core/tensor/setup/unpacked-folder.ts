import { constants, copyFile, readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { hashesOf, invalid, type LibrarySource, sha256Of } from './source'
import { TENSORFLOW_VERSION } from './wheels'

/**
 * Opens TensorFlow where it lies unpacked: the `site-packages` of a Python, a wheel that was unzipped,
 * or the folder `tensorflow` of either. Hashes are checked where the wheel's RECORD came along.
 *
 * @throws Failure LIBRARY_INVALID when it is of another version
 */
export async function openUnpacked(folder: string): Promise<LibrarySource> {
  const root = basename(folder) === 'tensorflow' ? dirname(folder) : folder
  const info = await distInfo(root)
  if (info !== null && info.version !== TENSORFLOW_VERSION) {
    throw invalid(
      `This folder holds TensorFlow ${info.version}; Singlet works with ${TENSORFLOW_VERSION}.`,
      `Install that version there: pip install --no-deps tensorflow-cpu==${TENSORFLOW_VERSION}`,
      folder,
    )
  }
  const record =
    info === null ? '' : await readFile(join(info.path, 'RECORD'), 'utf8').catch(() => '')
  const hashes = hashesOf(record)
  return {
    path: folder,
    project: info?.project ?? null,
    files: await filesBelow(root, ['tensorflow', 'nvidia']),
    copy: async (name, to, signal) => {
      await copyFile(join(root, name), to, constants.COPYFILE_FICLONE)
      const expected = hashes.get(name)
      if (expected === undefined || (await sha256Of(to, signal)) === expected) return
      throw invalid(
        `${name} is not as it was published: its hash is wrong.`,
        'Install TensorFlow in that folder again.',
        join(root, name),
      )
    },
    close: () => Promise.resolve(),
  }
}

async function distInfo(root: string) {
  const names = await readdir(root).catch(() => [])
  for (const name of names) {
    const [, project, version] = /^(tensorflow(?:_cpu)?)-([\d.]+\w*)\.dist-info$/.exec(name) ?? []
    if (project && version) {
      return { path: join(root, name), project: project.replaceAll('_', '-'), version }
    }
  }
  return null
}

/** Bytes by name, with slashes, of everything in some folders of `root`. */
async function filesBelow(root: string, folders: readonly string[]): Promise<Map<string, number>> {
  const files = new Map<string, number>()
  const walk = async (name: string): Promise<void> => {
    const entries = await readdir(join(root, name), { withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      const inner = `${name}/${entry.name}`
      if (entry.isDirectory()) await walk(inner)
      else files.set(inner, (await stat(join(root, inner))).size)
    }
  }
  for (const folder of folders) await walk(folder)
  return files
}
