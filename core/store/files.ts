import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { errnoCode, Failure } from '../contract/failures'

/** Where everything of one project lives inside its directory. */
export interface ProjectPaths {
  readonly database: string
  readonly lock: string
  /** How the database stood when it was closed. */
  readonly closed: string
  readonly backups: string
  /** Thumbnails and other things that can be made again. */
  readonly cache: string
  readonly features: string
  readonly runs: string
  /** What segmenters have read of pictures. */
  readonly embeddings: string
  /** Everything that segmenters found in pictures. */
  readonly everything: string
}

/** The layout of a project directory; creates nothing. */
export function projectPaths(directory: string): ProjectPaths {
  return {
    database: join(directory, 'project.sqlite'),
    lock: join(directory, 'project.lock'),
    closed: join(directory, 'project.closed'),
    backups: join(directory, 'backups'),
    cache: join(directory, 'cache'),
    features: join(directory, 'features'),
    runs: join(directory, 'runs'),
    embeddings: join(directory, 'embeddings'),
    everything: join(directory, 'everything'),
  }
}

/** Writes a file so that a reader sees the old content or all of the new one, also after a crash. */
export async function writeFileAtomic(
  path: string,
  data: string | Uint8Array,
  mode?: number,
): Promise<void> {
  const writer = await openAtomicWriter(path, mode)
  try {
    await writer.write(typeof data === 'string' ? Buffer.from(data) : data)
    await writer.commit()
  } finally {
    await writer.dispose()
  }
}

/** A file that grows beside its place and appears there, complete and durable, on `commit`. */
export interface AtomicWriter {
  write(chunk: Uint8Array): Promise<void>
  /** Durable, but not in its place yet: of many files, none is kept open until the last is written. */
  seal(): Promise<void>
  commit(): Promise<void>
  /** Closes; without a commit before, nothing is left behind. */
  dispose(): Promise<void>
}

/**
 * Opens a streamed write to `path`, making its folder; `mode` says who may read it, where systems know
 * that. Throws DISK_FULL when there is no room.
 */
export async function openAtomicWriter(path: string, mode = 0o666): Promise<AtomicWriter> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
  const handle = await onDisk(path, async () => {
    await mkdir(dirname(path), { recursive: true })
    return open(temporary, 'wx', mode)
  })
  let state: 'open' | 'committed' | 'closed' = 'open'
  const seal = async (): Promise<void> => {
    if (state !== 'open') return
    await handle.sync()
    await handle.close()
    state = 'closed'
  }
  return {
    write: (chunk) => onDisk(path, () => writeAll(handle, chunk)),
    seal: () => onDisk(path, seal),
    commit: () =>
      onDisk(path, async () => {
        await seal()
        await rename(temporary, path)
        state = 'committed'
        await syncDirectory(dirname(path))
      }),
    dispose: async () => {
      if (state === 'open') await handle.close()
      if (state !== 'committed') await rm(temporary, { force: true })
      state = 'committed'
    },
  }
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  let written = 0
  while (written < chunk.byteLength) {
    written += (await handle.write(chunk, written)).bytesWritten
  }
}

/** Makes a rename durable; Windows cannot open a folder for this and does not need it. */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const noRoom = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** Runs what writes to `path`; a disk without room becomes DISK_FULL. */
export async function onDisk<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (error) {
    if (noRoom.has(errnoCode(error) ?? '')) throw diskFull(path, error)
    throw error
  }
}

/** The one sentence people read when a disk has no room left. */
export function diskFull(path: string, cause: unknown): Failure {
  return new Failure('DISK_FULL', 'There is no space left on the disk.', {
    advice: 'Free some space and try again; everything acknowledged before is safe.',
    path,
    cause,
  })
}
