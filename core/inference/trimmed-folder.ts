import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

interface KeptFile {
  readonly path: string
  readonly bytes: number
  readonly madeAt: number
}

/** Keeps a folder of files that can be made again below a size, by removing the oldest. */
export class TrimmedFolder {
  private readonly directory: string
  private readonly maxBytes: number
  private addedBytes: number
  private trimming: Promise<void> | null = null

  constructor(directory: string, maxBytes: number) {
    this.directory = directory
    this.maxBytes = maxBytes
    // The first file added counts what earlier sessions left.
    this.addedBytes = maxBytes
  }

  /** To be told of every file written; resolves when the folder is below its limit again. */
  async added(bytes: number): Promise<void> {
    this.addedBytes += bytes
    if (this.addedBytes < this.maxBytes / 16) return
    this.addedBytes = 0
    this.trimming = (this.trimming ?? Promise.resolve()).then(() => this.trim())
    await this.trimming
  }

  private async trim(): Promise<void> {
    const files = (await this.list()).sort((a, b) => a.madeAt - b.madeAt)
    let total = files.reduce((sum, { bytes }) => sum + bytes, 0)
    for (const file of files) {
      if (total <= this.maxBytes) return
      await rm(file.path, { force: true })
      total -= file.bytes
    }
  }

  private async list(): Promise<KeptFile[]> {
    const entries = await readdir(this.directory, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile())
    const kept = await Promise.all(
      files.map((entry) => describe(join(entry.parentPath, entry.name))),
    )
    return kept.filter((file) => file !== null)
  }
}

/** null when another process removed it meanwhile. */
async function describe(path: string): Promise<KeptFile | null> {
  return stat(path).then(
    ({ size, mtimeMs }) => ({ path, bytes: size, madeAt: mtimeMs }),
    () => null,
  )
}
